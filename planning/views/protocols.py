"""The register of protocols: the journal in which they are numbered, body by body (2.2, 2.7)."""

import django_filters
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, Length
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import numeric
from common.views import Column, ListPage
from planning.models import Decision, Meeting, MeetingKind

from .meetings import TONES

State = Meeting.State


def signed_on(meeting) -> str:
    """The day of the last signature."""
    return numeric(meeting.approved_at) if meeting.approved_at else ""


def corrected_by(meeting) -> str:
    """The protocol that corrects this one."""
    return ", ".join(f"№ {one.number}" for one in meeting.corrections.all() if one.approved_at)


class ProtocolFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"))
    register = django_filters.ChoiceFilter(label=pgettext_lazy("protocol", "Register"))
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(one.value, one.label) for one in (State.HELD, State.AGREEING, State.APPROVED)],
    )

    class Meta:
        model = Meeting
        fields = ["year", "register", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        numbered = Meeting.objects.visible_to(self.request.user).exclude(number="")
        years = numbered.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]
        self.filters["register"].extra["choices"] = registers(numbered)


def registers(numbered) -> list[tuple[str, str]]:
    """Each register by the body whose protocols it holds, or by the kind of meeting."""
    held = MeetingKind.objects.filter(pk__in=numbered.order_by().values("kind"))
    kinds = held.select_related("body").order_by("order", "code")
    return list({one.register: str(one.body or one) for one in kinds}.items())


class ProtocolList(ListPage):
    """Protocols as they were numbered, those of each body by themselves, year by year."""

    model = Meeting
    permission = "planning.view_protocols"
    title = gettext_lazy("Register of protocols")
    lead = gettext_lazy("Numbers are given when a meeting ends: without gaps, body by body.")
    filterset_class = ProtocolFilter
    empty_text = gettext_lazy("No meeting has ended yet.")
    columns = [
        Column("number", gettext_lazy("No."), lambda m: m.number, kind="code"),
        Column("day", gettext_lazy("Date"), lambda m: numeric(m.day), sort="day", kind="date"),
        Column("what", gettext_lazy("Meeting"), lambda m: m.title, sort="kind__order"),
        Column(
            "secretary",
            pgettext_lazy("protocol", "Secretary"),
            lambda m: m.secretary or "",
            kind="person",
        ),
        Column("decisions", gettext_lazy("Decisions"), lambda m: m.decided, kind="number"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda m: m.get_state_display(),
            kind="state",
            tone=lambda m: TONES[m.state],
        ),
        Column("signed", pgettext_lazy("protocol", "Signed"), signed_on, sort="approved_at"),
        Column("corrected", pgettext_lazy("protocol", "Corrected by"), corrected_by),
    ]

    def get_queryset(self):
        numbered = super().get_queryset().exclude(number="")
        points = Decision.objects.filter(item__meeting=OuterRef("pk")).order_by()
        counted = points.values("item__meeting").annotate(count=Count("pk")).values("count")
        return (
            numbered.annotate(decided=Coalesce(Subquery(counted), 0))
            .prefetch_related("corrections")
            .order_by("-year", "register", Length("number"), "number", "pk")
        )
