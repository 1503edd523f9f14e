"""The register of processes on its levels (004/4.1; 003/5.4.2, App.1)."""

import django_filters
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from common.views import Column, ListPage
from documents.models import DocumentVersion, Process, ProcessCard
from documents.models.holders import holders, with_names
from people.models import Appointment, Unit

from .document import TONES, State

NO_CARD = gettext_lazy("No card")
VACANT = [
    ("head", gettext_lazy("No head")),
    ("owner", gettext_lazy("No owner")),
    ("card", gettext_lazy("No card in force")),
]
CARRIED = [
    ("all", gettext_lazy("Also the closed ones")),
    ("closed", gettext_lazy("Only the closed")),
]


class ProcessFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(label=gettext_lazy("Level"), choices=Process.Level.choices)
    group = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Group"),
        queryset=Process.objects.exclude(children=None),
        method="by_group",
    )
    unit = django_filters.ModelChoiceFilter(label=gettext_lazy("Unit"), queryset=Unit.objects.all())
    vacant = django_filters.ChoiceFilter(
        label=gettext_lazy("Missing"), choices=VACANT, method="by_vacancy"
    )
    carried = django_filters.ChoiceFilter(
        label=gettext_lazy("Carried on"), choices=CARRIED, method="by_end"
    )

    class Meta:
        model = Process
        fields = ["level", "group", "unit", "vacant", "carried"]

    def by_group(self, rows, name, value):
        return rows.filter(Q(parent=value) | Q(parent__parent=value))

    def by_vacancy(self, rows, name, value):
        """Nobody was appointed, or nobody holds the position today."""
        rows = rows.filter(is_group=False)
        if value == "card":
            cards = ProcessCard.objects.in_force_for(self.request.user)
            return rows.exclude(document__in=cards.values("version__document"))
        held = Appointment.objects.on().values("position")
        return rows.filter(Q(**{value: None}) | ~Q(**{f"{value}__in": held}))

    def by_end(self, rows, name, value):
        return rows.exclude(closed_on=None) if value == "closed" else rows


def named(process, role: str) -> str:
    """Owner or head with the name of who holds the position today."""
    return "" if process.is_group else with_names(getattr(process, role), process.held)


def place(process) -> str:
    """A group stands out, what is under it is set in."""
    depth = process.depth
    return " ".join(
        filter(None, ("heads" if process.is_group else "", f"in-{depth}" * bool(depth)))
    )


def alarm(process, role: str) -> str:
    """Nobody was appointed, or nobody holds the position today."""
    if process.is_group:
        return ""
    position = getattr(process, f"{role}_id")
    return "" if position and process.held.get(position) else "amber"


class ProcessList(ListPage):
    """The register of processes: number, name, who answers, by what it is measured (004/4.1)."""

    model = Process
    intake = "processes"
    permission = "documents.view_process"
    title = gettext_lazy("Register of processes")
    filterset_class = ProcessFilter
    empty_text = gettext_lazy("There is no process yet.")
    empty_hint = gettext_lazy("Begin with those that the whole organisation lives by.")
    add_permission = "documents.add_process"
    add_label = gettext_lazy("New process")
    add_url = reverse_lazy("documents:process_add")
    columns = [
        Column("number", gettext_lazy("No."), lambda p: p.number, sort="sorted_as", kind="code"),
        Column("name", gettext_lazy("Process"), lambda p: p.name, css=place),
        Column(
            "level",
            gettext_lazy("Level"),
            lambda p: _("Group") if p.is_group else p.unit or p.get_level_display(),
            sort="level",
        ),
        Column(
            "owner",
            gettext_lazy("Owner"),
            lambda p: named(p, "owner"),
            sort="owner__order",
            tone=lambda p: alarm(p, "owner"),
        ),
        Column(
            "head",
            pgettext_lazy("process", "Head"),
            lambda p: named(p, "head"),
            sort="head__order",
            tone=lambda p: alarm(p, "head"),
        ),
        Column("criteria", gettext_lazy("Criteria of effectiveness"), lambda p: p.criteria),
        Column(
            "card",
            gettext_lazy("Process card"),
            lambda p: p.card_words,
            kind="state",
            tone=lambda p: p.card_tone,
        ),
    ]

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if self.request.GET.get("carried") else rows.filter(closed_on=None)

    def headless(self) -> str:
        """How many processes carried on have no head today (003, App.1)."""
        held = Appointment.objects.on().values("position")
        rows = Process.objects.visible_to(self.request.user).running()
        n = rows.filter(Q(head=None) | ~Q(head__in=held)).count()
        words = ngettext(
            "%(n)s process has no head today.", "%(n)s processes have no head today.", n
        )
        return words % {"n": n} if n else ""

    def notes(self):
        return [words] if (words := self.headless()) else []

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"lead": self.headless()}

    def dressed(self, things):
        """The names of today and the states of the cards: a question each, whatever the rows."""
        held = holders(key for p in things for key in (p.owner_id, p.head_id))
        states = card_states(self.request.user, things)
        for process in things:
            process.held = held
            state = states.get(process.document_id)
            process.card_words = (
                State(state).label if state else "" if process.is_group else NO_CARD
            )
            process.card_tone = TONES.get(state, "grey")
        return things

    def columns_out(self, form):
        """On paper the process, its criteria and who answers, as 004/4.1 and 003, App.1 ask."""
        return [column for column in self.columns if column.key != "card"]


def card_states(user, processes) -> dict[int, str]:
    """What is the state of each card that this reader may know of: in force before all others."""
    documents = {p.document_id for p in processes} - {None}
    rows = DocumentVersion.objects.visible_to(user).filter(document__in=documents)
    found: dict[int, str] = {}
    for document, state in rows.order_by("issue", "change").values_list("document", "state"):
        if found.get(document) != State.IN_FORCE:
            found[document] = state
    return found
