"""The papers of a result: consolidated sheet, winners, statistical annex (agency 6)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.generic import View

from common.models import deed, record
from common.printing import show
from common.views import Page
from common.views.paper import file_name
from monitoring.result_paper import KINDS, paper

from .of_result import OfResult


class ResultPaper(OfResult, Page, View):
    """One paper of a result in one language, fit to be signed by hand."""

    def get(self, request, campaign, kind, language):
        if kind not in KINDS or language not in dict(settings.LANGUAGES):
            raise Http404
        if kind == "winners" and not self.campaign.kind.is_contest:
            raise Http404
        if kind == "consolidated" and not self.sees_all:
            raise PermissionDenied
        told = {"named": self.names_in_all_rows, "own": self.own}
        data, title = paper(self.result, kind, language, **told)
        with deed(by=request.user):
            record(self.campaign, "export", by=request.user, register=request.path, form="pdf")
        return show(data, file_name(title))

    @staticmethod
    def export_title(kind, language, **kwargs) -> str:
        """Which paper was taken out, as the history tells it."""
        return f"{KINDS[kind]}, {language.upper()}" if kind in KINDS else kind

    def get_title(self) -> Any:
        return str(self.campaign)
