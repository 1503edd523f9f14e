"""The kinds of page: register, record, form, step, deed; and the door to files."""

from . import outgoing
from .act import ActPage, ObjectActPage
from .edit import CreatePage, EditPage
from .page import Page
from .paper import OnPaper
from .record import DetailPage, Fact, Tab
from .register import Column, ListPage
from .step import StepPage

__all__ = [
    "ActPage",
    "Column",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "Fact",
    "ListPage",
    "ObjectActPage",
    "OnPaper",
    "Page",
    "StepPage",
    "Tab",
    "outgoing",
]
