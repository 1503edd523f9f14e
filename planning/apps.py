"""The year: recurring obligations, meetings and their decisions, work plans (PK-04)."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- they register
            announcement_holdings,
            announcement_notices,
            announcement_search,
            asking,
            day_intake,
            notices,
            opening,
            profile,
            rules,
            search,
            tasks,
            waiting,
            words,
        )
