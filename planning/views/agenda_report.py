"""What bodies put on their agendas in a year, by subject; who did not raise what they have to.

The administration conveys the requirements of consumers by putting them on the agendas of meetings
of all levels (002/2; 003/6.1): a body that has to raise them and did not is warned of.
"""

import django_filters
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.text import fold
from common.views import Column, ListPage
from common.views.outgoing import Rows
from people.models import Body
from planning.agenda_counts import counts_of
from planning.models import AgendaItem, Meeting, MeetingKind

from .meetings import years

Tag = AgendaItem.Tag
TAGS = [tag for tag in Tag if tag]


def warning(row) -> str:
    """What a body has not raised."""
    if not row.missing:
        return _("In order") if row.must_raise else ""
    return _("Not raised: %(what)s") % {"what": ", ".join(row.missing)}


class AgendaReport(ListPage):
    """The report of a year: a line for each body."""

    model = AgendaItem
    permission = "planning.view_agenda"
    template_name = "planning/agenda_report.html"
    empty_text = gettext_lazy("No kind of meetings is set up yet.")
    columns = [
        Column("body", gettext_lazy("Body"), lambda row: row.name),
        Column("meetings", gettext_lazy("Meetings held"), lambda row: row.meetings, kind="number"),
        *(
            Column(tag.value, tag.label, lambda row, tag=tag: row.tags[tag], kind="number")
            for tag in TAGS
        ),
        Column(
            "warning",
            gettext_lazy("What has to be raised"),
            warning,
            kind="state",
            tone=lambda row: "red" if row.missing else "green" if row.must_raise else "",
        ),
    ]

    @property
    def year(self) -> int:
        """The year asked for, or the current one."""
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isdecimal() and len(asked) == 4 else localdate().year  # noqa: PLR2004

    def get_title(self):
        return _("Agendas of %(year)s by subject") % {"year": self.year}

    def found(self):
        asked = fold(self.request.GET.get("q", ""))
        return Rows(row for row in counts_of(self.year) if asked in fold(row.name))

    def row_url(self, thing):
        asked = QueryDict(mutable=True)
        kind, _dash, key = thing.key.partition("-")
        asked["year"], asked[kind] = str(self.year), key
        return f"{reverse('planning:agenda_items')}?{asked.urlencode()}"

    def get_context_data(self, **kwargs):
        found = sorted({year for year, _name in years(Meeting, "year")} | {localdate().year})
        return super().get_context_data(years=found[::-1], year=self.year, **kwargs)


def subject(item) -> str:
    """What it is counted under, if anything."""
    return item.get_tag_display() if item.tag else ""


def result(item) -> str:
    """What became of it; nothing while its meeting is to come, or was not held."""
    is_held = item.meeting.state not in (Meeting.State.PLANNED, Meeting.State.CANCELLED)
    return item.get_outcome_display() if item.outcome and is_held else ""


class ItemFilter(django_filters.FilterSet):
    tag = django_filters.ChoiceFilter(
        label=gettext_lazy("Subject"), choices=[(tag.value, tag.label) for tag in TAGS]
    )
    body = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Body"),
        queryset=Body.objects.order_by("code"),
        field_name="meeting__kind__body",
    )
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind of meeting"),
        queryset=MeetingKind.objects.order_by("order", "code"),
        field_name="meeting__kind",
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), field_name="meeting__year")

    class Meta:
        model = AgendaItem
        fields = ["tag", "body", "kind", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(Meeting, "year")


class AgendaItems(ListPage):
    """Every item that stood on an agenda, of the meetings that this reader may read."""

    model = AgendaItem
    permission = "planning.view_agenda"
    title = gettext_lazy("Agenda items")
    filterset_class = ItemFilter
    empty_text = gettext_lazy("Nothing stood on an agenda yet.")
    columns = [
        Column(
            "day",
            gettext_lazy("Date"),
            lambda item: numeric(item.meeting.day),
            sort="meeting__day",
            kind="date",
        ),
        Column("item", gettext_lazy("Item"), lambda item: item.title, sort="sorted_as"),
        Column("meeting", gettext_lazy("Meeting"), lambda item: item.meeting.title),
        Column("tag", gettext_lazy("Subject"), subject),
        Column(
            "result",
            gettext_lazy("Result"),
            result,
        ),
    ]
