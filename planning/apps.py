"""The year: recurring obligations, meetings and their decisions, work plans (PK-04)."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"

    def ready(self):
        from common.working_days import on_change  # noqa: PLC0415
        from planning.opening import follow_the_calendar  # noqa: PLC0415

        from . import notices, own, profile, rules, tasks, waiting, words  # noqa: F401, PLC0415

        on_change.append(follow_the_calendar)
