"""Clients, contracts, projects, experts, council decisions (PK-02, PK-03, DP-08, DP-11)."""

from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "accreditation"
