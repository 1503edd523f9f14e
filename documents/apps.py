"""Document control: documents, routes and signatures, acquaintance, nomenclature (DP-01)."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self):
        from . import handover, notices, profile, rules, tasks, waiting  # noqa: F401, PLC0415 -- they register
