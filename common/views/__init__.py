"""The kinds of page: register, record, form, step; and the door to files."""

from .edit import CreatePage, EditPage
from .page import Page
from .record import DetailPage, Fact, Tab
from .register import Column, ListPage
from .step import StepPage

__all__ = [
    "Column",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "Fact",
    "ListPage",
    "Page",
    "StepPage",
    "Tab",
]
