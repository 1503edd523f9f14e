"""Marks kept aside: whoever runs the scoring sees them where it is decided what becomes of them."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from monitoring.models import LateMark, Sheet
from monitoring.result_words import untold_words

from .of_campaign import round_url
from .sheet_lists import OfCampaign


def late_of(campaign):
    """What came after the end, not what was set aside for a conflict of interest."""
    rows = LateMark.objects.filter(sheet__member__campaign=campaign, because=LateMark.Aside.LATE)
    return rows.filter(participant__left_on=None)


def late_words(campaign, user) -> str:
    """Beside a step that decides: how many came after the end of this round, where they are."""
    if not user.has_perm("monitoring.view_late_marks", campaign):
        return ""
    count = late_of(campaign).filter(sheet__round=campaign.round).count()
    if not count:
        return ""
    words = ngettext(
        "%(count)s mark came after the end and is kept aside: it is not counted.",
        "%(count)s marks came after the end and are kept aside: they are not counted.",
        count,
    )
    url = reverse("monitoring:late_marks", args=[campaign.pk])
    said = words % {"count": count}
    return format_html('{} <a href="{}">{}</a>', said, url, _("What may be done with them"))


def what_may_be_done(campaign, user) -> str:
    """A sentence to whoever decides."""
    if campaign.state == "scoring":
        if user.has_perm("monitoring.open_round_campaign", campaign):
            return _(
                "Give the sheet back, and its member may enter them anew and signs again; or open "
                "another round, in which everybody may. Otherwise they stay aside."
            )
        return _("The chair may give the sheet back or open another round; else they stay aside.")
    if campaign.state in ("closed", "cancelled", "counting"):
        return _("They stay aside.")
    return _("The results are computed: they are of use only if the scoring is opened again.")


class LateMarks(OfCampaign):
    """What was scored without network and came after the end, and what was set aside for a
    conflict of interest: kept, shown, never counted.
    """

    permission = "monitoring.view_late_marks"
    template_name = "monitoring/sheet_late.html"
    title = gettext_lazy("Marks kept aside")

    def rows(self):
        rows = LateMark.objects.filter(sheet__member__campaign=self.object)
        return rows.select_related("sheet__member__person", "participant", "indicator")

    def sheets(self) -> list[Sheet]:
        """Of which sheets of the running round they are, and whether each may be given back."""
        campaign, user = self.object, self.request.user
        late = Q(late__because=LateMark.Aside.LATE, late__participant__left_on=None)
        rows = (
            campaign.sheets()
            .filter(late)
            .annotate(came=Count("late", filter=late))
            .select_related("member__person", "member__campaign")
            .order_by("member")
        )
        for row in rows:
            row.may_give_back = campaign.state == "scoring" and row.can("give_back", user)
        return list(rows)

    def get_context_data(self, **kwargs):
        campaign, user = self.object, self.request.user
        readable = Sheet.objects.visible_to(user).filter(member__campaign=campaign)
        own = campaign.own_keys(user)
        return super().get_context_data(
            hidden=own,
            untold=untold_words() if own else "",
            readable=set(readable.values_list("pk", flat=True)),
            late_sheets=self.sheets(),
            what=what_may_be_done(campaign, user),
            round_url=round_url(campaign, user),
            **kwargs,
        )
