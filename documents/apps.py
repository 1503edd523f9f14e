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
            handover_orders,
            holdings,
            holdings_orders,
            intake,
            newcomers,
            notices,
            notices_orders,
            order_papers,
            profile,
            profile_external,
            profile_fund,
            profile_levels,
            profile_library,
            profile_orders,
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
            search_orders,
            settled,
            sheet_trail,
            signed_papers,
            standards_tasks,
            synonyms,
            tasks,
            waiting,
            waiting_orders,
            withdrawal_trail,
            words,
            words_records,
            words_orders,
        )
