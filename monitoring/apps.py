"""Yearly internal monitoring, indicators, satisfaction, self-assessment (DP-09, DP-10)."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- they register
            campaign_tasks,
            criteria_holdings,
            criteria_paper,
            criteria_search,
            notices,
            opening_campaigns,
            opening_criteria,
            parties_scored,
            people_scored,
            profile,
            rules,
            waiting,
            words,
            words_commission,
            words_criteria,
            words_sheets,
        )
