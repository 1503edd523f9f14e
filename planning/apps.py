"""The year: recurring obligations, meetings and their decisions, work plans (PK-04)."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
