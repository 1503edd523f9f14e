"""The register of protocols of commissions, of every kind and year (000/2.4, 4.4)."""

import django_filters
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import numeric
from common.text import fold
from common.views import Column, ListPage
from monitoring.models import AssessmentKind, Campaign, CommissionProtocol

from .protocol import TONES


def signed_on(protocol) -> str:
    """The day of the last signature."""
    return numeric(protocol.approved_at) if protocol.approved_at else ""


def standing(protocol) -> str:
    """Whether its result counts still."""
    return pgettext_lazy("protocol", "counts no more") if protocol.result.superseded_at else ""


class ProtocolFilter(django_filters.FilterSet):
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind"),
        field_name="campaign__kind",
        queryset=AssessmentKind.objects.all(),
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), field_name="campaign__year")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=CommissionProtocol.State.choices
    )

    class Meta:
        model = CommissionProtocol
        fields = ["kind", "year", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = CommissionProtocol.objects.visible_to(self.request.user).order_by()
        years = set(seen.values_list("campaign__year", flat=True))
        self.filters["year"].extra["choices"] = [
            (year, str(year)) for year in sorted(years, reverse=True)
        ]


class ProtocolList(ListPage):
    """Protocols of commissions as far as their reader may see them."""

    model = CommissionProtocol
    permission = "monitoring.view_commissionprotocol"
    title = gettext_lazy("Protocols of commissions")
    lead = gettext_lazy("Of every assessment and year; everybody reads them once they are told.")
    filterset_class = ProtocolFilter
    empty_text = gettext_lazy("There is no protocol yet.")
    columns = [
        Column("number", gettext_lazy("No."), lambda p: p.number, sort="number", kind="code"),
        Column("day", gettext_lazy("Date"), lambda p: numeric(p.day), sort="day", kind="date"),
        Column(
            "campaign",
            gettext_lazy("Campaign"),
            lambda p: p.campaign,
            sort="campaign__sorted_as",
        ),
        Column(
            "kind", gettext_lazy("Kind"), lambda p: p.campaign.kind, sort="campaign__kind__order"
        ),
        Column(
            "year",
            gettext_lazy("Year"),
            lambda p: p.campaign.year,
            sort="campaign__year",
            kind="code",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda p: p.get_state_display(),
            sort="state",
            kind="state",
            tone=lambda p: TONES[p.state],
        ),
        Column(
            "signed",
            pgettext_lazy("protocol", "Signed"),
            signed_on,
            sort="approved_at",
            kind="date",
        ),
        Column("note", gettext_lazy("Note"), standing),
    ]

    def get_queryset(self):
        seen = CommissionProtocol.objects.visible_to(self.request.user).order_by().values("pk")
        rows = CommissionProtocol.objects.filter(pk__in=seen).for_list()
        return rows.order_by("-campaign__year", "campaign__kind__order", "-day", "-pk")

    def search_rows(self, rows, words):
        """By the number or the title of the campaign."""
        campaigns = Campaign.objects.search(words).order_by().values("pk")
        found = rows.filter(campaign__in=campaigns)
        if (number := words.strip().lstrip("№# ")) and len(fold(number).split()) == 1:
            found = rows.filter(number__iexact=number) | found
        return found
