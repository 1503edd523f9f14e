"""Audits, nonconformities, actions, management review (DP-03 to DP-07)."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
