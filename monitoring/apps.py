"""Yearly internal monitoring, indicators, satisfaction, self-assessment (DP-09, DP-10)."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
