"""Document control: documents, routes and signatures, acquaintance, nomenclature (DP-01)."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- they register
            handover,
            holdings,
            intake,
            notices,
            profile,
            profile_writing,
            reading_trail,
            rules,
            settled,
            sheet_trail,
            tasks,
            waiting,
            words,
        )
