"""The register of duties: what is due, who answers, how it stands (004/8.1; PK-04)."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.forms import DateInput
from common.models import Todo
from common.views import Column, ListPage
from common.yes_no import YesNoFilter
from documents.models import Document
from people.models import Person, Position
from planning import owners
from planning.models import Duty, Obligation
from planning.models.duty import TODO

State = Duty.State
TONES = {
    State.SCHEDULED: "grey",
    State.OPEN: "blue",
    State.DONE: "green",
    State.DONE_LATE: "amber",
    State.MISSED: "red",
    State.DROPPED: "grey",
}
LATE = gettext_lazy("Late")


def tone(duty) -> str:
    """Red where its day went by."""
    return "red" if duty.is_late else TONES[duty.state]


def state_words(duty) -> str:
    """The state, or that it is late."""
    return str(LATE) if duty.is_late else duty.get_state_display()


def years() -> list[tuple[int, str]]:
    """The years of which there are duties, the newest first."""
    found = Duty.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in found]


def procedures(request):
    """The procedures that obligations come of, as far as the reader may know them."""
    named = Obligation.objects.exclude(procedure=None).values("procedure")
    return Document.objects.visible_to(request.user).filter(pk__in=named).order_by("code")


def who_answers(request):
    """Everybody a duty waits for or was closed by."""
    asked = Todo.objects.filter(kind=TODO).values("person")
    closed = Duty.objects.exclude(closed_by=None).values("closed_by")
    return Person.objects.filter(Q(pk__in=asked) | Q(pk__in=closed)).order_by("sorted_as")


class DutyFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=[("late", LATE), *State.choices], method="by_state"
    )
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"))
    procedure = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Procedure"),
        queryset=procedures,
        field_name="obligation__procedure",
    )
    obligation = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Obligation"), queryset=Obligation.objects.order_by("sorted_as")
    )
    who = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Who answers"), queryset=who_answers, method="by_person"
    )
    position = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Position that answers"),
        queryset=Position.objects.order_by("order", "code"),
        method="by_position",
    )
    mine = YesNoFilter(
        label=gettext_lazy("Waits for me"),
        method="by_mine",
    )
    since = django_filters.DateFilter(
        label=gettext_lazy("Due from"), field_name="due", lookup_expr="gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=gettext_lazy("Due by"), field_name="due", lookup_expr="lte", widget=DateInput
    )

    class Meta:
        model = Duty
        fields = ["state", "year", "procedure", "obligation", "who", "position", "mine"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years()

    def by_state(self, rows, name, value):
        return rows.late(localdate()) if value == "late" else rows.filter(state=value)

    def by_person(self, rows, name, value):
        """Whom it waits for, or waited for at its end; of what asked nobody, who closed it, but
        not who said that it is needed no longer.
        """
        at_end = _todos().filter(object_id=OuterRef("pk"), done_at__gte=OuterRef("closed_at"))
        theirs = Exists(at_end.filter(person=value))
        alone = Q(~Exists(at_end), ~Q(state=State.DROPPED), closed_by=value)
        return rows.filter(Q(pk__in=_asked(value.pk)) | Q(theirs) | alone)

    def by_position(self, rows, name, value):
        powers = value.powers.values("pk")
        return rows.filter(
            Q(obligation__owner_position=value) | Q(obligation__owner_power__in=powers)
        )

    def by_mine(self, rows, name, value):
        mine = Q(pk__in=_asked(self.request.user.person_id))
        return rows.filter(mine) if value else rows.exclude(mine)


def _asked(person: int):
    """The keys of the duties that wait for a person."""
    return _todos().waiting().filter(person=person).values("object_id")


def _todos():
    kind = ContentType.objects.get_for_model(Duty)
    return Todo.objects.filter(kind=TODO, content_type=kind)


class DutyList(ListPage):
    """What is due and what became of it."""

    model = Duty
    permission = "planning.view_duty"
    title = gettext_lazy("Duties")
    lead = gettext_lazy("Each opens by itself before its day and waits for whoever answers for it.")
    filterset_class = DutyFilter
    empty_text = gettext_lazy("No duty has opened yet.")
    empty_hint = gettext_lazy("They open by themselves before their day, out of the obligations.")
    columns = [
        Column("due", gettext_lazy("Due"), lambda d: numeric(d.due), sort="due", kind="date"),
        Column("what", gettext_lazy("What"), lambda d: d.headline, sort="obligation__sorted_as"),
        Column("who", gettext_lazy("Who answers"), lambda d: d.who),
        Column("state", gettext_lazy("State"), state_words, kind="state", tone=tone, sort="state"),
        Column("procedure", gettext_lazy("Procedure"), lambda d: d.procedure_code, kind="code"),
    ]

    def get_queryset(self):
        """What waits comes first, by its day; then what is planned; what has ended last."""
        place = Case(When(state=State.OPEN, then=0), When(state=State.SCHEDULED, then=1), default=2)
        return super().get_queryset().order_by(place, "due", "pk")

    def search_rows(self, rows, words):
        found = Obligation.objects.search(words).values("pk")
        return rows.filter(Q(obligation__in=found) | Q(subject_text__icontains=words))

    def dressed(self, things):
        return owners.dress(things, self.request.user)

    def columns_out(self, form):
        more = [
            Column(
                "done",
                _("Done on"),
                lambda d: numeric(d.done_on) if d.done_on else "",
                kind="date",
            )
        ]
        if form == "xlsx":
            more += [
                Column("opens", _("Opens"), lambda d: numeric(d.starts), kind="date"),
                Column("by_rule", _("Due by the rule"), lambda d: numeric(d.planned_due),
                       kind="date"),
                Column("year", _("Of the year"), lambda d: d.year, kind="number"),
                Column("note", _("What was done, or why not"), lambda d: d.note),
            ]  # fmt: skip
        return [*self.columns, *more]
