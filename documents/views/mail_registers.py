"""The journals of letters: incoming, outgoing, internal, each with its own numbers (RI-05)."""

import django_filters
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, ListPage
from common.waiting import due_in_words
from common.yes_no import YesNoFilter
from documents.models import Correspondence, Direction, MailTerm
from documents.models.correspondence_steps import OPEN, State

TONES = {
    State.DRAFT: "grey",
    State.AGREEING: "blue",
    State.APPROVING: "blue",
    State.APPROVED: "amber",
    State.SENT: "green",
    State.REGISTERED: "amber",
    State.IN_WORK: "blue",
    State.CLOSED: "green",
    State.DROPPED: "grey",
}
NAMES = {
    Direction.INCOMING: "mail:incoming",
    Direction.OUTGOING: "mail:outgoing",
    Direction.INTERNAL: "mail:internal",
}


def day(value) -> str:
    """A day as registers write it, or nothing."""
    return numeric(value) if value else ""


def tone(letter) -> str:
    """Red what is late."""
    return "red" if letter.is_late else TONES[State(letter.state)]


def executors(letter) -> str:
    """Who carries it out."""
    return ", ".join(
        dict.fromkeys(
            one.executor.short_name
            for resolution in letter.resolutions.all()
            for one in resolution.assignments.all()
            if one.state != "cancelled"
        )
    )


def resolved(letter) -> str:
    """What was ordered on it."""
    return "; ".join(one.text for one in letter.resolutions.all())


class MailFilter(django_filters.FilterSet):
    year = django_filters.TypedChoiceFilter(label=gettext_lazy("Year"), coerce=int)
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind of letter"), queryset=MailTerm.objects.filter(group="kind")
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=State.choices)
    late = YesNoFilter(label=gettext_lazy("Late"), method="by_late")
    mine = YesNoFilter(label=gettext_lazy("Mine"), method="by_mine")

    class Meta:
        model = Correspondence
        fields = ["year", "kind", "state", "late", "mine"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self.queryset.exclude(year=None).order_by("-year").values_list("year", flat=True)
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years.distinct()]

    def by_late(self, rows, name, value):
        late = Correspondence.objects.late().values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def by_mine(self, rows, name, value):
        mine = Correspondence.objects.mine(self.request.user).values("pk")
        return rows.filter(pk__in=mine) if value else rows.exclude(pk__in=mine)


class MailRegister(ListPage):
    """What the three journals share: the ways between them, and what waits, at one tap."""

    model = Correspondence
    permission = "documents.view_correspondence"
    template_name = "documents/letters.html"
    filterset_class = MailFilter
    direction = Direction.INCOMING
    empty_text = gettext_lazy("No letter is registered here yet.")

    def get_queryset(self):
        rows = Correspondence.objects.visible_to(self.request.user).for_list()
        return rows.filter(direction=self.direction).prefetch_related(
            "resolutions__assignments__executor"
        )

    def get_context_data(self, **kwargs):
        user = self.request.user
        own = Correspondence.objects.visible_to(user).filter(direction=self.direction)
        chips = [
            (_("Late"), own.late(), "late=true"),
            (_("Waiting for a resolution"), own.filter(state=State.REGISTERED), "state=registered"),
            (_("Signed, to be sent"), own.filter(state=State.APPROVED), "state=approved"),
            (_("Mine, not closed"), own.mine(user).filter(state__in=[*OPEN, "draft"]), "mine=true"),
        ]
        counted = [(label, rows.count(), f"?{query}") for label, rows, query in chips]
        journals = [
            {"label": label, "url": reverse(NAMES[key]), "here": key == self.direction}
            for key, label in zip(Direction, Direction.labels, strict=True)
        ]
        return super().get_context_data(
            journals=journals, quick=[chip for chip in counted if chip[1]], **kwargs
        )


NUMBER = Column(
    "number", gettext_lazy("No."), lambda c: c.number or "—", sort="sorted_as", kind="code"
)
SUBJECT = Column("subject", gettext_lazy("Subject"), lambda c: c.subject)
REGISTERED = Column(
    "registered",
    gettext_lazy("Registered"),
    lambda c: day(c.registered_on),
    sort="registered_on",
    kind="date",
)
SENT = Column(
    "sent", gettext_lazy("Sent on"), lambda c: day(c.sent_on), sort="sent_on", kind="date"
)
STATE = Column(
    "state", gettext_lazy("State"), lambda c: c.get_state_display(), kind="state", tone=tone
)


def due_words(letter) -> str:
    """How long there is time, of what is open."""
    return due_in_words(letter.due) if letter.state in OPEN else day(letter.due)


DUE = Column(
    "due", gettext_lazy("Due"), due_words, sort="due", tone=lambda c: "red" if c.is_late else ""
)
EXECUTORS = Column("executors", gettext_lazy("Executors"), executors)
#: What a journal on paper and in Excel says besides.
RESOLUTION = Column("resolution", gettext_lazy("Resolution"), resolved)
DUE_OUT = Column("due", gettext_lazy("Due"), lambda c: day(c.due), kind="date")
CLOSED = Column(
    "closed", gettext_lazy("Taken off control on"), lambda c: day(c.closed_on), kind="date"
)
OUTCOME = Column("outcome", gettext_lazy("Outcome"), lambda c: c.outcome)
SHEETS = Column("sheets", gettext_lazy("Sheets"), lambda c: c.sheet_count or "", kind="number")


class IncomingRegister(MailRegister):
    """The journal of what came."""

    title = gettext_lazy("Incoming letters")
    add_permission = "documents.add_incoming"
    add_label = gettext_lazy("Register a letter")
    add_url = reverse_lazy("mail:incoming_add")
    columns = [
        NUMBER,
        SUBJECT,
        Column("from", gettext_lazy("From whom"), lambda c: c.correspondent),
        Column("theirs", gettext_lazy("Their number and date"), lambda c: c.theirs),
        REGISTERED,
        EXECUTORS,
        DUE,
        STATE,
    ]

    def columns_out(self, form):
        told = [c for c in self.columns if c.key not in ("due", "state")]
        return [*told, SHEETS, RESOLUTION, DUE_OUT, CLOSED, OUTCOME, STATE]


class OutgoingRegister(MailRegister):
    """The journal of what went out."""

    direction = Direction.OUTGOING
    title = gettext_lazy("Outgoing letters")
    add_permission = "documents.add_outgoing"
    add_label = gettext_lazy("Write a letter")
    add_url = reverse_lazy("mail:outgoing_add")
    columns = [
        NUMBER,
        SUBJECT,
        Column("to", gettext_lazy("To whom"), lambda c: c.correspondent),
        REGISTERED,
        Column("author", gettext_lazy("Executor"), lambda c: c.author, kind="person"),
        Column("answers", gettext_lazy("Answers"), lambda c: c.answers.number if c.answers else ""),
        Column(
            "sent", gettext_lazy("Sent on"), lambda c: day(c.sent_on), sort="sent_on", kind="date"
        ),
        STATE,
    ]

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related(*("party", "person", "kind", "author", "answers", "way"))
        )

    def columns_out(self, form):
        more = [
            Column("signer", _("Signed by"), lambda c: c.signer_name),
            Column("way", _("Way of sending"), lambda c: c.way or ""),
            Column("mark", _("Mark of sending"), lambda c: c.sent_note),
        ]
        return [*self.columns[:-1], SHEETS, *more, STATE]


class InternalRegister(MailRegister):
    """The journal of what passes within the house."""

    direction = Direction.INTERNAL
    title = gettext_lazy("Internal letters")
    add_permission = "documents.add_internal"
    add_label = gettext_lazy("Write to a colleague")
    add_url = reverse_lazy("mail:internal_add")
    columns = [
        NUMBER,
        SUBJECT,
        Column("author", gettext_lazy("From whom"), lambda c: c.author, kind="person"),
        Column("to", gettext_lazy("To whom"), lambda c: c.addressee or ""),
        REGISTERED,
        EXECUTORS,
        DUE,
        STATE,
    ]

    def columns_out(self, form):
        told = [c for c in self.columns if c.key not in ("due", "state")]
        return [*told, RESOLUTION, DUE_OUT, CLOSED, OUTCOME, STATE]
