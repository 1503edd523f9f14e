"""Yearly internal monitoring, indicators, satisfaction, self-assessment (DP-09, DP-10)."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- they register
            after_search,
            asking,
            campaign_handover,
            campaign_search,
            campaign_tasks,
            commission_holdings,
            criteria_holdings,
            criteria_paper,
            criteria_search,
            handover_after,
            holdings,
            notices,
            notices_after,
            opening_after,
            opening_campaigns,
            opening_criteria,
            parties_scored,
            people_scored,
            profile,
            proposal_amendments,
            protocol_paper,
            rules,
            tasks,
            waiting,
            waiting_after,
            words,
            words_after,
            words_commission,
            words_criteria,
            words_results,
            words_sheets,
        )
