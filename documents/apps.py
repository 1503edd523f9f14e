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
            handover_mail,
            holdings,
            holdings_mail,
            intake,
            mail_pdf,
            newcomers,
            notices,
            notices_mail,
            profile,
            profile_external,
            profile_levels,
            profile_library,
            profile_mail,
            profile_processes,
            profile_templates,
            profile_writing,
            reading_trail,
            rules,
            search,
            search_mail,
            settled,
            sheet_trail,
            signed_papers,
            standards_tasks,
            synonyms,
            tasks,
            waiting,
            waiting_mail,
            withdrawal_trail,
            words,
            words_mail,
        )
