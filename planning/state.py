"""The state of the year: what was kept, what is late and why, what comes; by procedure and person.

For who keeps or oversees the year the whole of it, for the head of a unit that of the people they
lead. All is read at once: the queries are the same for three duties and for three hundred.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Min, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.models import Todo
from documents.models import Document
from documents.models.heads import led_by
from people.models import Person
from planning.chain import blocks_of
from planning.holders import Holders
from planning.models import Duty, Obligation
from planning.models.duty import TODO, TOLD
from planning.models.duty_steps import ENDED, State
from planning.timetable import Timetable
from planning.waiting_lines import for_everybody

AHEAD = timedelta(days=30)
KEPT, DONE_LATE, LATE, MISSED, COMING = "done", "done_late", "late", "missed", "coming"
KINDS = (KEPT, DONE_LATE, LATE, MISSED, COMING)


@dataclass
class Row:
    """How one procedure, or one person, stands."""

    key: Any
    name: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    def __getattr__(self, name):
        if name in KINDS:
            return self.counts[name]
        raise AttributeError(name)

    @property
    def share(self) -> int | None:
        """Of what fell due, how much was kept in time, in per cent."""
        fell_due = sum(self.counts[kind] for kind in (KEPT, DONE_LATE, LATE, MISSED))
        return round(100 * self.counts[KEPT] / fell_due) if fell_due else None


@dataclass
class Entry:
    """One duty that stands, or a day for which none was opened yet."""

    kind: str
    obligation: Obligation
    due: date
    name: str
    url: str
    people: frozenset[int]
    duty: Duty | None = None


@dataclass
class Cause:
    """One that is late: since when, who is asked, what comes first, whom it was told to."""

    entry: Entry
    days: int
    who: list[Person]
    first: list[tuple[str, str]]  # the words, and where it stands
    told: list[tuple[Person, Any]]


class YearState:
    """How the year of the organisation, or of the people somebody leads, stands today."""

    def __init__(self, user, *, year: int | None = None, procedure=None, who=None) -> None:
        self.user, self.today = user, localdate()
        self.year = year or self.today.year
        self.procedure, self.who = procedure, who
        self.is_whole = user.has_perm("planning.view_year")

    @property
    def is_now(self) -> bool:
        """This year: what is late or comes stands here, of whatever year it is."""
        return self.year == self.today.year

    # What there is ------------------------------------------------------------------------------

    @cached_property
    def led(self) -> frozenset[int]:
        return frozenset(led_by(self.user).values_list("pk", flat=True))

    @cached_property
    def duties(self) -> list[Duty]:
        wanted = Q(year=self.year)
        if self.is_now:
            wanted |= Q(state=State.OPEN, due__lt=self.today)
            ahead = Q(due__range=(self.today, self.today + AHEAD))
            wanted |= ahead & Q(state__in=[State.OPEN, State.SCHEDULED])
        rows = Duty.objects.visible_to(self.user).filter(wanted).exclude(state=State.DROPPED)
        return list(rows.for_list())

    @cached_property
    def todos(self) -> list[tuple]:
        """Who was asked or told about these duties, and until when."""
        kind = ContentType.objects.get_for_model(Duty)
        keys = [duty.pk for duty in self.duties]
        rows = Todo.objects.filter(content_type=kind, object_id__in=keys, kind__in=(TODO, TOLD))
        return list(rows.values_list("object_id", "kind", "person", "created_at", "done_at"))

    @cached_property
    def asked(self) -> dict[int, frozenset[int]]:
        """Who answers for each: of an open one who is asked, of an ended one who was at its end."""
        ends = {duty.pk: duty.closed_at for duty in self.duties if duty.has_ended}
        found = defaultdict(set)
        for key, kind, person, _asked, done in self.todos:
            ended = ends.get(key)
            if kind == TODO and (done is None or (ended is not None and done >= ended)):
                found[key].add(person)
        return defaultdict(frozenset, {key: frozenset(people) for key, people in found.items()})

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything that counts, of the people in reach, narrowed as it is asked for."""
        made = [entry for duty in self.duties if (entry := self._of_duty(duty))]
        made += self._to_come()
        if not self.is_whole:
            made = [entry for entry in made if entry.people & self.led]
        if self.procedure is not None:
            made = [e for e in made if self.procedure_of(e.obligation) == self.procedure]
        if self.who is not None:
            made = [e for e in made if self.who in e.people or (self.who == 0 and not e.people)]
        return made

    def _of_duty(self, duty: Duty) -> Entry | None:
        kind = self._kind_of(duty)
        if kind is None:
            return None
        return Entry(
            kind=kind,
            obligation=duty.obligation,
            due=duty.due,
            name=duty.headline,
            url=duty.get_absolute_url(),
            people=self._people_of(duty),
            duty=duty,
        )

    def _people_of(self, duty: Duty) -> frozenset[int]:
        if duty.has_ended and not self.asked[duty.pk]:  # settled by the work itself, or entered
            closed = duty.closed_by_id
            return frozenset({closed}) if closed else self._answering(duty.obligation)
        if duty.state != State.SCHEDULED:
            return self.asked[duty.pk]
        if duty.given_to_id:
            return frozenset([duty.given_to_id])
        return self._answering(duty.obligation)

    def _answering(self, one: Obligation) -> frozenset[int]:
        """Who would be asked today; where each answers for their own, it is not known yet."""
        return frozenset() if one.owner_of_subject else frozenset(self.holders.answering(one))

    def _kind_of(self, duty: Duty) -> str | None:
        """As what a duty counts; nothing, where it is open and its day is far."""
        if duty.state in ENDED:
            return str(duty.state) if duty.year == self.year else None
        if duty.state == State.OPEN and duty.due < self.today:
            return LATE if self.is_now or duty.year == self.year else None
        return COMING if self.is_now and duty.due <= self.today + AHEAD else None

    def _to_come(self) -> list[Entry]:
        """The days of the next weeks for which nothing was opened yet."""
        if not self.is_now:
            return []
        days = self.timetable.coming(self.today, self.today + AHEAD)
        return [
            Entry(
                kind=COMING,
                obligation=day.obligation,
                due=day.due,
                name=str(day.obligation),
                url=day.obligation.get_absolute_url(),
                people=self._answering(day.obligation),
            )
            for day in days
            if not day.obligation.is_routine
        ]

    @cached_property
    def obligations(self) -> list[Obligation]:
        return list(Obligation.objects.in_use().for_list())

    @cached_property
    def timetable(self) -> Timetable:
        return Timetable(obligations=self.obligations)

    @cached_property
    def holders(self) -> Holders:
        return Holders(self.obligations)

    @cached_property
    def procedures(self) -> dict[int, Document]:
        """The procedures that this reader may know of."""
        named = {one.procedure_id for one in self.obligations}
        named |= {duty.obligation.procedure_id for duty in self.duties}
        return Document.objects.visible_to(self.user).in_bulk(named - {None})

    def procedure_of(self, one: Obligation) -> int:
        """The key of its procedure; 0 where it has none, or none that the reader may know of."""
        return one.procedure_id if one.procedure_id in self.procedures else 0

    @cached_property
    def people(self) -> dict[int, Person]:
        keys = {person for entry in self.entries for person in entry.people}
        keys |= {person for _key, _kind, person, _asked, _done in self.todos}
        return Person.objects.in_bulk(keys | ({self.who} - {None}))

    # What it says -------------------------------------------------------------------------------

    @cached_property
    def counts(self) -> dict[str, int]:
        made = dict.fromkeys(KINDS, 0)
        for entry in self.entries:
            made[entry.kind] += 1
        return made

    def by_procedure(self) -> list[Row]:
        """A row for each procedure, those with something late first."""
        rows: dict[int, Row] = {}
        for entry in self.entries:
            key = self.procedure_of(entry.obligation)
            if key not in rows:
                named = self.procedures.get(key)
                name = f"{named.code} {named.title}" if named else _("Without a procedure")
                rows[key] = Row(key, name)
            rows[key].counts[entry.kind] += 1
        return sorted(rows.values(), key=lambda row: (-row.late, -row.missed, row.name))

    def by_person(self) -> list[Row]:
        """A row for each who answers, those with something late first; nobody comes last."""
        rows: dict[int, Row] = {}
        for entry in self.entries:
            shown = entry.people if self.is_whole else entry.people & self.led
            for key in shown or {0}:
                if key not in rows:
                    person = self.people.get(key)
                    name = person.short_name if person else _("Nobody, or each for their own")
                    rows[key] = Row(key, name)
                rows[key].counts[entry.kind] += 1
        return sorted(rows.values(), key=lambda r: (not r.key, -r.late, -r.missed, r.name))

    def causes(self) -> list[Cause]:
        """Those late now, oldest first, each with its cause."""
        late = [entry for entry in self.entries if entry.kind == LATE and entry.duty]
        late.sort(key=lambda entry: (entry.due, entry.name))
        blocked = blocks_of([entry.duty for entry in late if entry.duty])
        told = defaultdict(list)
        for key, kind, person, asked, _done in self.todos:
            if kind == TOLD and person in self.people:
                told[key].append((self.people[person], asked))
        return [
            Cause(
                entry=entry,
                days=(self.today - entry.due).days,
                who=[self.people[key] for key in entry.people if key in self.people],
                first=[for_everybody(block) for block in blocked[entry.duty.pk]],
                told=told[entry.duty.pk],
            )
            for entry in late
            if entry.duty
        ]

    def coming(self) -> list[Entry]:
        """What falls due in the next weeks, opened already or not."""
        found = [entry for entry in self.entries if entry.kind == COMING]
        return sorted(found, key=lambda entry: (entry.due, entry.name))

    def of_nobody(self) -> list[Obligation]:
        """Obligations for which nobody holds the power or the position that answers."""
        if not self.is_whole:
            return []
        return [one for one in self.obligations if self.holders.is_of_nobody(one)]

    def years(self) -> list[int]:
        """The years to choose from."""
        ends = Duty.objects.visible_to(self.user).aggregate(first=Min("year"), last=Max("year"))
        first = min(ends["first"] or self.today.year, self.today.year, self.year)
        last = max(ends["last"] or self.today.year, self.today.year, self.year)
        return list(range(max(first, last - 9), last + 1))
