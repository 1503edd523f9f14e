"""One's own result: seen by nobody else here, explained, printed (000/4.3)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView, View

from common.dates import date_and_time, numeric
from common.printing import pdf_response
from common.views import Fact, Page
from monitoring.models import Appeal, Participant
from monitoring.models.acquaintance import acquaint, is_of_now
from monitoring.models.appeal_filing import last_day
from monitoring.models.campaign_steps import TOLD
from monitoring.own_result import own_result
from monitoring.result_words import decided_words


def own_rows(user):
    """The participations of a reader whose results are told, the newest first."""
    rows = Participant.objects.own_of(user).filter(
        campaign__state__in=TOLD, results__result__superseded_at=None
    )
    rows = rows.exclude(results=None).distinct()
    return rows.select_related("campaign__kind").order_by("-campaign__year", "-campaign")


def place_words(found) -> str:
    """Which place among how many, and whether it is shared."""
    row = found.row
    if not found.campaign.kind.is_contest:
        return ""
    if not row.place:
        return _("out of competition")
    place = _("place %(place)s of %(all)s") % {"place": row.place, "all": found.competing}
    shared = _("shared place")
    return f"{place} ({shared})" if row.is_shared else place


class OwnResultPage(Page):
    """A page of one's own result; others' are not found."""

    permission = "monitoring.view_own_result"

    @cached_property
    def participant(self) -> Participant:
        """Oneself in the campaign of the address."""
        rows = Participant.objects.own_of(self.request.user).select_related("campaign__kind")
        return get_object_or_404(rows, campaign=self.kwargs["campaign"])

    def permission_object(self):
        return self.participant

    def not_now(self, *, may):
        if not self.participant.campaign.is_told:
            return _("The results are not told yet: the general meeting hears them first.")
        if may and own_result(self.participant) is None:
            return _("There is no result of yours in this campaign.")
        return ""

    title = gettext_lazy("My result")

    def back_url(self):
        return self.participant.campaign.get_absolute_url()


class OwnResults(Page, TemplateView):
    """The newest own result, or that there is none yet."""

    permission = "monitoring.list_own_results"
    template_name = "monitoring/own_results.html"
    title = gettext_lazy("My result")

    def get(self, request, *args, **kwargs):
        found = list(own_rows(request.user)[:2])
        if len(found) == 1:
            address = reverse("monitoring:own_result", args=[found[0].campaign_id])
            return HttpResponseRedirect(address)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(participations=own_rows(self.request.user), **kwargs)


class OwnResultDetail(OwnResultPage, TemplateView):
    """Own score, place, means by criterion and indicator; the year before beside it."""

    template_name = "monitoring/own_result.html"

    def facts(self, found, reading, until) -> list[Fact]:
        """The score, the place among how many, the year before, until when one may object."""
        row, one = found.row, found.campaign
        return [
            Fact(_("Campaign"), one, one.get_absolute_url()),
            Fact(_("Score"), found.shown),
            Fact(pgettext("rank", "Place"), place_words(found)),
            Fact(_("Equal scores were told apart"), decided_words(row.decided_by)),
            Fact(_("Sum of points"), row.points),
            Fact(_("The year before"), found.shown_before),
            Fact(_("Seen"), reading and date_and_time(reading.at)),
            Fact(_("Objections until"), until and numeric(until)),
        ]

    def get_context_data(self, **kwargs):
        one = self.participant
        found, until = own_result(one), last_day(one.campaign)
        reading = getattr(one, "reading", None)
        reading = reading if reading and is_of_now(reading) else None
        appeals = Appeal.objects.filter(participant=one)
        base = reverse("monitoring:own_result", args=[one.campaign_id])
        row = reverse("monitoring:result_row", args=[one.campaign_id, found.row.pk])
        steps = [{"label": _("Open the PDF"), "url": f"{base}paper/"}]
        why = _("Why this place") if one.campaign.kind.is_contest else _("What is said of it")
        steps.append({"label": why, "url": row})
        runs = any(appeal.state in Appeal.UNDECIDED for appeal in appeals)
        if until and localdate() <= until and not runs:
            steps.append({"label": _("Object to the result"), "url": f"{base}appeal/"})
        return super().get_context_data(
            found=found,
            lead=" · ".join(filter(None, [str(one.campaign), found.shown, place_words(found)])),
            steps=steps,
            facts=[fact for fact in self.facts(found, reading, until) if fact.value],
            reading=reading,
            may_read=True,
            appeals=appeals,
            others=own_rows(self.request.user).exclude(pk=one.pk),
            **kwargs,
        )


class OwnResultPaper(OwnResultPage, View):
    """The own result as a PDF."""

    def get(self, request, *args, **kwargs):
        one = self.participant
        found = own_result(one)
        context = {
            "found": found,
            "title": _("Result of the internal monitoring"),
            "decided": decided_words(found.row.decided_by),
            "printed_on": localdate(),
        }
        name = f"result_{one.campaign.year}_{request.LANGUAGE_CODE}.pdf"
        return pdf_response("print/own_result.html", context, name)


class Acquainted(OwnResultPage, View):
    """“I have seen it”."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        acquaint(self.participant, by=request.user)
        messages.success(request, _("Thank you: it is noted that you have seen your result."))
        url = reverse("monitoring:own_result", args=[self.participant.campaign_id])
        return HttpResponseRedirect(url)
