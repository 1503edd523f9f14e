"""What every page of a result shares: the campaign, the result, what its reader may see of it."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.models import Campaign, Result
from monitoring.result_words import standing_words


class OfResult:
    """A page about one result of one campaign: the one that counts, or an older one by its number.

    Out of reach is 404; a result that is not told yet is 403 for whom it is not told.
    """

    permission = "monitoring.view_results"
    request: Any
    kwargs: Any

    @cached_property
    def campaign(self) -> Campaign:
        rows = Campaign.objects.visible_to(self.request.user).select_related("kind", "criteria")
        return get_object_or_404(rows, pk=self.kwargs["campaign"])

    def permission_object(self):
        return self.campaign

    @cached_property
    def result(self) -> Result:
        asked = self.request.GET.get("version", "")
        rows = self.campaign.results.all()
        if asked.isdecimal():
            if not self.sees_all:
                raise PermissionDenied
            return get_object_or_404(rows, version=int(asked))
        return get_object_or_404(rows, superseded_at=None)

    @cached_property
    def sees_all(self) -> bool:
        """Whether the reader sees how others were scored, without the members' names."""
        return self.campaign.sees_scores(self.request.user)

    @cached_property
    def names_members(self) -> bool:
        """Whether the reader is told which member gave what."""
        return self.request.user.has_perm("monitoring.view_marks_by_member", self.campaign)

    @cached_property
    def own(self) -> set[int]:
        """Of whom the reader is never told which member gave what: of the own score."""
        return self.campaign.own_keys(self.request.user)

    @cached_property
    def names_in_all_rows(self) -> bool:
        """The same on a table of all: not for a chair who is scored; the director reads it
        without the marks of the own row.
        """
        whole = "documents.approve" in self.request.user.powers or not self.own
        return self.names_members and whole

    def result_title(self, words: str) -> str:
        return _("%(what)s: %(campaign)s") % {"what": words, "campaign": self.campaign}

    def notes(self) -> list[str]:
        """What stands under the title: by what is ranked, and whether it counts still."""
        return standing_words(self.result)

    def links(self) -> list[dict[str, str]]:
        """The other pages of this result."""
        pages = [
            ("monitoring:results", _("Places") if self.campaign.kind.is_contest else _("Scores")),
            ("monitoring:consolidated", _("Consolidated sheet")),
            ("monitoring:result_figures", _("Agreement and charts")),
        ]
        if self.request.user.has_perm("monitoring.view_severity", self.campaign):
            pages.append(("monitoring:result_members", _("How the members scored")))
        if self.sees_all:
            pages.append(("monitoring:result_check", _("Count once more")))
        version = self.request.GET.get("version", "")
        asked = f"?version={version}" if version.isdecimal() else ""
        links = []
        for name, words in pages:
            url = reverse(name, args=[self.campaign.pk])
            links.append({"url": url + asked, "label": words, "active": url == self.request.path})
        return links
