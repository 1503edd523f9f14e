"""The register of decisions: who does what by when, and what became of it (agency 4.22)."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import numeric
from common.forms import DateInput
from common.views import Column, ListPage
from common.yes_no import YesNoFilter
from people.models import Person
from planning.models import Decision, Meeting, MeetingKind
from planning.models.decision import State

from .meetings import years

TONES = {State.OPEN: "blue", State.DONE: "amber", State.CHECKED: "green", State.DROPPED: "grey"}
LATE = gettext_lazy("Late")


def tone(decision) -> str:
    """Red where its day went by."""
    return "red" if decision.is_late else TONES[decision.state]


def state_words(decision) -> str:
    """The state, or that it is late."""
    return str(LATE) if decision.is_late else decision.get_state_display()


def responsible(request):
    """Everybody who answers for some decision."""
    return Person.objects.filter(decisions__isnull=False).distinct().order_by("sorted_as")


class DecisionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=[("late", LATE), *State.choices], method="by_state"
    )
    mine = YesNoFilter(label=gettext_lazy("I answer for it"), method="by_mine")
    who = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Responsible"), queryset=responsible, method="by_person"
    )
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind of meeting"),
        queryset=MeetingKind.objects.order_by("order", "code"),
        field_name="item__meeting__kind",
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), field_name="item__meeting__year")
    until = django_filters.DateFilter(
        label=gettext_lazy("Due by"), field_name="due", lookup_expr="lte", widget=DateInput
    )

    class Meta:
        model = Decision
        fields = ["state", "mine", "who", "kind", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(Meeting, "year")

    def by_state(self, rows, name, value):
        return rows.late() if value == "late" else rows.filter(state=value)

    def by_person(self, rows, name, value):
        return rows.filter(pk__in=Decision.objects.of(value).values("pk"))

    def by_mine(self, rows, name, value):
        mine = Q(pk__in=Decision.objects.of(self.request.user.person_id).values("pk"))
        return rows.filter(mine) if value else rows.exclude(mine)


class DecisionList(ListPage):
    """All decisions of the meetings that this reader may read, and their own."""

    model = Decision
    permission = "planning.view_decision"
    title = gettext_lazy("Decisions")
    lead = gettext_lazy("What meetings decided: each waits for whoever answers for it.")
    filterset_class = DecisionFilter
    empty_text = gettext_lazy("Nothing has been decided yet.")
    columns = [
        Column("text", gettext_lazy("Decision"), lambda d: d.text),
        Column("who", gettext_lazy("Responsible"), lambda d: d.names, kind="person"),
        Column(
            "due",
            gettext_lazy("Until"),
            lambda d: numeric(d.due) if d.due else "",
            sort="due",
            kind="date",
        ),
        Column("state", gettext_lazy("State"), state_words, kind="state", tone=tone, sort="state"),
        Column(
            "meeting",
            gettext_lazy("Meeting"),
            lambda d: f"{d.item.meeting} · {d.number}",
            sort="item__meeting__day",
        ),
    ]

    def get_queryset(self):
        """What is open comes first, by its day."""
        return super().get_queryset().in_order()

    def columns_out(self, form):
        if form != "xlsx":
            return self.columns
        more = [
            Column(
                "done",
                pgettext_lazy("decision", "Done on"),
                lambda d: numeric(d.done_on) if d.done_on else "",
                kind="date",
            ),
            Column("note", _("What was done"), lambda d: d.note or d.reason),
        ]
        return [*self.columns, *more]
