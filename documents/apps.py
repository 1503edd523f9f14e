"""Document control: documents, routes and signatures, acquaintance, nomenclature (DP-01)."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- they register
            asking,
            by_hand,
            evidence,
            handover,
            holdings,
            intake,
            newcomers,
            notices,
            profile,
            profile_external,
            profile_levels,
            profile_library,
            profile_processes,
            profile_templates,
            profile_writing,
            reading_trail,
            rules,
            search,
            settled,
            sheet_trail,
            signed_papers,
            standards_tasks,
            synonyms,
            tasks,
            waiting,
            withdrawal_trail,
            words,
        )
