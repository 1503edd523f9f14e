"""What whoever runs the scoring sees of the sheets: how far they are, what lies far apart; and the
tab of the campaign that leads there (000/2.2).
"""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from common.views.page import ObjectPage
from monitoring.campaign_tabs import CampaignTab, register
from monitoring.models import Campaign, LateMark, Sheet, SpreadNote
from monitoring.progress import progress_of
from monitoring.result_words import untold_words

from .of_campaign import round_url
from .sheet import TONES

ROWS = 100


class OfCampaign(ObjectPage, DetailView):
    """A page of a campaign beside its own; long lists come in pages."""

    model = Campaign

    def rows(self):
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        page = Paginator(self.rows(), ROWS).get_page(self.request.GET.get("page"))
        links = [
            {
                "number": n if isinstance(n, int) else None,
                "url": f"?page={n}" if isinstance(n, int) else "",
                "current": n == page.number,
            }
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=1)
        ]
        return super().get_context_data(page_obj=page, page_links=links, **kwargs)


class SpreadNotes(OfCampaign):
    """All cells whose marks lie far apart, with who gave which end: for the chair."""

    permission = "monitoring.view_spread"
    template_name = "monitoring/sheet_spread.html"
    title = gettext_lazy("Marks far apart")

    @cached_property
    def own(self) -> set[int]:
        """What lies apart in the own score is not told."""
        return self.object.own_keys(self.request.user)

    def rows(self):
        sheets = Sheet.objects.filter(member__campaign=self.object, round=self.object.round)
        rows = SpreadNote.objects.filter(sheet__in=sheets).exclude(participant__in=self.own)
        rows = rows.select_related("sheet__member__person", "participant", "indicator__criterion")
        return rows.order_by(
            "participant__number",
            *("indicator__criterion__order", "indicator__order", "indicator", "value"),
        )

    def get_context_data(self, **kwargs):
        url = round_url(self.object, self.request.user)
        untold = untold_words() if self.own else ""
        return super().get_context_data(round_url=url, untold=untold, **kwargs)


def sheets_of(campaign, request) -> dict:
    """The sheets of the running round with how full each is, without a mark: few queries."""
    user = request.user
    progress = progress_of(campaign)
    rows = list(
        campaign.sheets()
        .select_related("member__person", "member__campaign")
        .order_by("-member__is_chair", "member__is_external", "member")
    )
    readable = set(
        Sheet.objects.visible_to(user)
        .filter(pk__in=[one.pk for one in rows])
        .values_list("pk", flat=True)
    )
    for row in rows:
        row.progress = progress[row.member_id]
        row.is_readable = row.pk in readable
        row.tone = TONES[row.state]
        row.may_give_back = (
            campaign.state == "scoring" and row.state == "signed" and row.can("give_back", user)
        )
    late = LateMark.objects.filter(sheet__member__campaign=campaign).count()
    return {
        "sheet_rows": rows,
        "late_count": late if user.has_perm("monitoring.view_late_marks", campaign) else 0,
        "spread_count": SpreadNote.objects.filter(sheet__in=rows)
        .exclude(participant__in=campaign.own_keys(user))
        .count()
        if user.has_perm("monitoring.view_spread", campaign)
        else 0,
        "late_url": reverse("monitoring:late_marks", args=[campaign.pk]),
        "spread_url": reverse("monitoring:spread_notes", args=[campaign.pk]),
    }


register(
    CampaignTab(
        slug="sheets",
        label=gettext_lazy("Scoring sheets"),
        template="monitoring/tab_sheets.html",
        order=40,
        context=sheets_of,
        shown=lambda campaign, user: (
            campaign.round > 0 and user.has_perm("monitoring.view_progress", campaign)
        ),
    )
)
