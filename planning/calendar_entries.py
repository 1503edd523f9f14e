"""What the calendar shows its reader: duties that stand, days to come, and what else waits.

One look of any length costs a constant number of queries. The page, the weekly plan on paper and
the feed of a phone all ask here, so they say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import waiting
from common.models import Todo
from documents.models import Document
from people.models import Person
from planning.calendar_meetings import meetings_between
from planning.holders import Holders
from planning.models import Duty, Obligation
from planning.models.duty import ENDED, TODO
from planning.models.meeting_deeds import ATTEND
from planning.timetable import Timetable, key_of


class Look(NamedTuple):
    """How a state is told: its word and its colour."""

    label: Any
    tone: str


LOOKS = {
    "planned": Look(_("Planned"), "grey"),
    "open": Look(pgettext_lazy("work", "Open"), "blue"),
    "late": Look(_("Late"), "red"),
    "done": Look(_("Done in time"), "green"),
    "done_late": Look(_("Done late"), "amber"),
    "missed": Look(_("Missed"), "red"),
    "dropped": Look(_("No longer needed"), "grey"),
}
NAMED = 3  # people of an entry; of the others it is said how many they are
STATES = {"open": "open", "scheduled": "planned"}  # those of a duty that are called otherwise here


@dataclass(frozen=True)
class Entry:
    """One thing with its day: a duty, a day to come, or another to-do of the reader."""

    due: date
    starts: date
    title: str
    state: str
    url: str
    key: str
    row: str
    obligation: Obligation | None = None
    duty: Duty | None = None
    procedure: Document | None = None
    people: tuple[Person, ...] = field(default=())
    hour: time | None = None

    @property
    def label(self) -> str:
        return str(LOOKS[self.state].label)

    @property
    def tone(self) -> str:
        return LOOKS[self.state].tone

    @property
    def at(self) -> time | None:
        return self.obligation.at if self.obligation else self.hour

    @property
    def minutes(self) -> int:
        return (self.obligation.minutes if self.obligation else 0) or 0

    @property
    def names(self) -> str:
        """Who answers, as lists write people."""
        told = ", ".join(person.short_name for person in self.people[:NAMED])
        more = len(self.people) - NAMED
        return f"{told} … +{more}" if more > 0 else told

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def moved_from(self) -> date | None:
        """The day by the rule, where somebody set another one."""
        return self.duty.planned_due if self.duty and self.duty.is_moved else None


def _order(entry: Entry) -> tuple:
    """By day; within it what is late first, then what waits, then what is over."""
    rank = FIRST.index(entry.state) if entry.state in FIRST else len(FIRST)
    place = entry.obligation.order if entry.obligation else 0
    return (entry.due, rank, entry.at or time.min, place, entry.title, entry.key)


FIRST = ("late", "open", "planned", "missed")


class Entries:
    """What falls due from one day to another, for one reader.

    ``shown`` are those of the time itself, ``carried`` what is late from before it, and
    ``ahead`` what is open in it and due after it. What the program looks after daily comes only
    where ``routine`` is asked for.
    """

    def __init__(  # noqa: PLR0913
        self,
        user,
        since: date,
        until: date,
        *,
        mine: bool,
        procedure: str = "",
        state: str = "",
        routine: bool = False,
    ) -> None:
        self.user, self.since, self.until, self.mine = user, since, until, mine
        self.routine = routine
        self.today = localdate()
        self.timetable = Timetable(
            obligations=Obligation.objects.select_related("owner_power", "owner_position")
        )
        self._holders = Holders(self.timetable.obligations.values())
        rows = Document.objects.visible_to(user).filter(obligations__isnull=False).distinct()
        self._documents = {row.pk: row for row in rows.order_by("code")}
        found = sorted(
            [*self._duties(), *self._coming(), *self._meetings(), *self._others()], key=_order
        )
        self.procedures = self._procedures_of(found)
        found = [one for one in found if self._is_asked(one, procedure, state)]
        self.shown = [one for one in found if since <= one.due <= until]
        self.carried = [one for one in found if one.due < since and one.state == "late"]
        self.ahead = [one for one in found if one.due > until]

    @property
    def special(self) -> dict:
        """Days that are not what their weekday says."""
        return self.timetable.calendar.special

    def by_day(self) -> dict[date, list[Entry]]:
        found: dict[date, list[Entry]] = {}
        for entry in self.shown:
            found.setdefault(entry.due, []).append(entry)
        return found

    @staticmethod
    def _is_asked(entry: Entry, procedure: str, state: str) -> bool:
        if procedure and (entry.procedure is None or entry.procedure.code != procedure):
            return False
        if state == "done":
            return entry.state in ("done", "done_late")
        return not state or entry.state == state

    @staticmethod
    def _procedures_of(found: Iterable[Entry]) -> list[Document]:
        """Those that something of this time comes from."""
        used = {one.procedure.pk: one.procedure for one in found if one.procedure}
        return sorted(used.values(), key=lambda document: document.code)

    # Duties that stand ----------------------------------------------------------------------

    def _duties(self) -> Iterable[Entry]:
        is_open = Q(state=Duty.State.OPEN)
        time = Q(due__range=(self.since, self.until)) | is_open & (
            Q(due__lt=self.since) | Q(starts__lte=self.until)
        )
        rows = Duty.objects.visible_to(self.user).filter(time).for_list().select_related("given_to")
        duties = list(rows.filter(self._of_mine()) if self.mine else rows)
        asked = self._asked_of([duty.pk for duty in duties if duty.state == Duty.State.OPEN])
        for duty in duties:
            one = duty.obligation
            if self.mine and duty.state == Duty.State.SCHEDULED and not self._is_planned_for(duty):
                continue
            if duty.has_ended and duty.state != Duty.State.DROPPED:
                people = [duty.closed_by] if duty.closed_by else []
            else:
                people = asked.get(duty.pk) or (
                    [duty.given_to] if duty.given_to else self._holders.people(one)
                )
            state = "late" if duty.is_late else STATES.get(duty.state, duty.state)
            yield self._entry(one, duty.key, duty.due, duty.starts, state, people, duty)

    def _is_planned_for(self, duty: Duty) -> bool:
        if duty.given_to_id:
            return duty.given_to_id == self.user.person_id
        return self._would_be_mine(duty.obligation)

    def _of_mine(self) -> Q:
        """Open duties that wait for the reader, and those that were theirs when they ended."""
        todos = Todo.objects.filter(
            person=self.user.person_id, content_type=self._kind, object_id=OuterRef("pk")
        )
        were = Exists(todos.filter(done_at__gte=OuterRef("closed_at")))
        theirs = Q(closed_by=self.user.person_id) & ~Q(state=Duty.State.DROPPED)
        return (
            Q(state=Duty.State.SCHEDULED)
            | Q(Exists(todos.waiting()), state=Duty.State.OPEN)
            | Q(Q(were) | theirs, state__in=ENDED)
        )

    def _asked_of(self, keys: list[int]) -> dict[int, list[Person]]:
        rows = Todo.objects.waiting().filter(content_type=self._kind, kind=TODO, object_id__in=keys)
        found: dict[int, list[Person]] = {}
        for todo in rows.select_related("person").order_by("person__sorted_as", "pk"):
            found.setdefault(todo.object_id, []).append(todo.person)
        return found

    @property
    def _kind(self) -> ContentType:
        return ContentType.objects.get_for_model(Duty)

    # Days to come -----------------------------------------------------------------------------

    def _would_be_mine(self, one: Obligation) -> bool:
        return self._holders.includes(one, self.user.person_id)

    def _coming(self) -> Iterable[Entry]:
        since = max(self.since, self.today)
        known = self.timetable.obligations.values()
        wanted = [one for one in known if self.routine or not one.is_routine]
        if self.mine:
            wanted = [one for one in wanted if self._would_be_mine(one)]
        for day in self.timetable.coming(since, self.until, wanted):
            one = day.obligation
            people = self._holders.people(one)
            yield self._entry(one, key_of(day.occurrence), day.due, day.starts, "planned", people)

    def _entry(self, one, key, due, starts, state, people, duty=None) -> Entry:  # noqa: PLR0913
        return Entry(
            due=due,
            starts=min(starts, due),
            title=duty.headline if duty else str(one),
            state=state,
            url=(duty or one).get_absolute_url(),
            key=f"duty:{one.pk}:{key}",
            row=f"obligation:{one.pk}",
            obligation=one,
            duty=duty,
            procedure=self._documents.get(one.procedure_id),
            people=tuple(people),
        )

    def _meetings(self) -> Iterable[Entry]:
        rows = meetings_between(self.user, self.since, self.until, mine=self.mine)
        return (Entry(**told) for told in rows)

    # What else waits --------------------------------------------------------------------------

    def _others(self) -> Iterable[Entry]:
        """The other to-dos of the reader that have a day; of nobody else."""
        if not self.mine:
            return
        rows = Todo.objects.waiting().filter(person=self.user.person_id, due__lte=self.until)
        rows = rows.exclude(content_type=self._kind).exclude(kind=ATTEND)
        kinds = ContentType.objects.filter(pk__in=rows.order_by().values("content_type"))
        things = [model._default_manager.select_related() for model in map(_model, kinds) if model]
        for todo in rows.prefetch_related(GenericPrefetch("object", things)):
            if todo.object is None or todo.due is None:
                continue
            begun = min(localtime(todo.created_at).date(), todo.due)
            label = waiting.label(todo)
            yield Entry(
                due=todo.due,
                starts=begun,
                title=f"{label}: {waiting.subject(todo)}",
                state="late" if todo.is_late else "open",
                url=waiting.address(todo),
                key=f"todo:{todo.pk}",
                row=f"todo:{label}",
                people=(self.user.person,),
            )


def _model(kind: ContentType):
    return kind.model_class()
