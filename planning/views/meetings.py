"""The register of meetings: planned, held, signed (agency 4.22; 004/5.5.3)."""

import django_filters
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import numeric
from common.forms import DateInput
from common.views import Column, ListPage
from common.yes_no import YesNoFilter
from people.models import Body
from planning.models import Meeting, MeetingKind

State = Meeting.State
TONES = {
    State.PLANNED: "grey",
    State.OPEN: "blue",
    State.HELD: "amber",
    State.AGREEING: "blue",
    State.APPROVED: "green",
    State.CANCELLED: "red",
}


def years(model, field: str) -> list[tuple[int, str]]:
    """The years there are, the newest first."""
    found = model.objects.order_by(f"-{field}").values_list(field, flat=True).distinct()
    return [(year, str(year)) for year in found]


def hour(meeting) -> str:
    """The day, and the hour where it has one."""
    day = numeric(meeting.day)
    return f"{day} {meeting.starts:%H:%M}" if meeting.starts else day


class MeetingFilter(django_filters.FilterSet):
    kind = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("meeting", "Kind"),
        queryset=MeetingKind.objects.order_by("order", "code"),
    )
    body = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Body"),
        queryset=Body.objects.order_by("code"),
        field_name="kind__body",
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=State.choices)
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"))
    mine = YesNoFilter(label=gettext_lazy("I take part"), method="by_mine")
    since = django_filters.DateFilter(
        label=gettext_lazy("From"), field_name="day", lookup_expr="gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=pgettext_lazy("period", "To"), field_name="day", lookup_expr="lte", widget=DateInput
    )

    class Meta:
        model = Meeting
        fields = ["kind", "body", "state", "year", "mine"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(Meeting, "year")

    def by_mine(self, rows, name, value):
        mine = Q(pk__in=Meeting.objects.of(self.request.user).values("pk"))
        return rows.filter(mine) if value else rows.exclude(mine)


class MeetingList(ListPage):
    """Meetings of all kinds that this reader may know of."""

    model = Meeting
    permission = "planning.view_meeting"
    title = gettext_lazy("Meetings")
    lead = gettext_lazy("From the agenda to the signed minutes; what was decided waits by itself.")
    filterset_class = MeetingFilter
    empty_text = gettext_lazy("No meeting is planned yet.")
    empty_hint = gettext_lazy("Those that recur are planned by themselves before their day.")
    add_permission = "planning.add_meeting"
    add_label = gettext_lazy("New meeting")
    add_url = reverse_lazy("planning:meeting_add")
    columns = [
        Column("day", gettext_lazy("Date"), hour, sort="day", kind="date"),
        Column("what", gettext_lazy("Meeting"), lambda m: m.title, sort="kind__order"),
        Column("number", gettext_lazy("No."), lambda m: m.number, kind="code"),
        Column("chair", pgettext_lazy("meeting", "Chair"), lambda m: m.chair or "", kind="person"),
        Column(
            "secretary",
            pgettext_lazy("meeting", "Secretary"),
            lambda m: m.secretary or "",
            kind="person",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda m: m.get_state_display(),
            kind="state",
            tone=lambda m: TONES[m.state],
            sort="state",
        ),
    ]

    def columns_out(self, form):
        more = [
            Column("place", _("Place"), lambda m: m.place),
            Column("body", _("Body"), lambda m: m.kind.body or ""),
        ]
        return [*self.columns, *more] if form == "xlsx" else self.columns
