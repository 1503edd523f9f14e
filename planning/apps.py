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
            day_sweep,
            event_kinds,
            following,
            holdings,
            meeting_handover,
            meeting_holdings,
            meeting_notices,
            meeting_profile,
            notices,
            opening,
            opening_documents,
            opening_meetings,
            opening_people,
            opening_plans,
            opening_records,
            opening_reviews,
            own,
            package,
            plan_handover,
            plan_holdings,
            plan_intake,
            plan_notices,
            plan_papers,
            plan_search,
            plan_waiting,
            plan_words,
            profile,
            profile_plans,
            protocol_holdings,
            protocol_notices,
            protocol_pdf,
            protocol_search,
            rules,
            rules_plans,
            search,
            subject_kinds,
            tasks,
            waiting,
            waiting_meetings,
            words,
            words_meetings,
            words_protocols,
        )
