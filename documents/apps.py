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
            handover_records,
            holdings,
            holdings_records,
            intake,
            newcomers,
            notices,
            profile,
            profile_external,
            profile_fund,
            profile_levels,
            profile_library,
            profile_processes,
            profile_templates,
            profile_writing,
            reading_trail,
            record_sources,
            record_tasks,
            record_trail,
            records_pdf,
            rules,
            search,
            search_records,
            settled,
            sheet_trail,
            signed_papers,
            standards_tasks,
            synonyms,
            tasks,
            waiting,
            withdrawal_trail,
            words,
            words_records,
        )
