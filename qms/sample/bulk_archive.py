"""An archive and minutes as they are after many years: records by cases, decisions by meetings."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import Todo
from documents.models import Nomenclature, NomenclatureItem, Record
from documents.models.signable import new_token
from people.models import Body, Person
from planning.models import AgendaItem, Attendance, Decision, Meeting, MeetingKind

from .bulk import BATCH, DEEDS, KINDS, SUBJECTS, batches, choose

YEARS, CASES = 10, 40
ITEMS, SEATS = 10, 7  # of one meeting
RECORD_STATES = [("open", 5), ("closed", 15), ("stored", 60), ("restored", 5), ("expired", 15)]
READ_BY = [("staff", 80), ("restricted", 10), ("named", 10)]
DECISION_STATES = [("open", 10), ("done", 5), ("checked", 80), ("dropped", 5)]


class BulkArchive:
    """Writes records and meetings with decisions; the same ``seed``, the same rows."""

    def __init__(self, seed: int = 1):
        self.chance = random.Random(seed)  # noqa: S311 -- made-up data, no secret
        self.people = list(Person.objects.employees().order_by("pk"))
        self.today, self.now = localdate(), timezone.now()
        self.years = range(self.today.year - YEARS + 1, self.today.year + 1)

    def words(self) -> str:
        """What something is called."""
        chance = self.chance
        return f"{choose(chance, SUBJECTS)} {choose(chance, DEEDS)} {choose(chance, KINDS)}"

    def weighed(self, among: list[tuple[str, int]]) -> str:
        """One of these, as often as its weight says."""
        names, weights = zip(*among, strict=True)
        return self.chance.choices(names, weights)[0]

    # Records ------------------------------------------------------------------------------------

    def add_records(self, count: int) -> None:
        """``count`` more records, over the cases of all years."""
        cases = self._cases()
        start = Record.objects.count()
        rows = (self._record(cases, n) for n in range(start + 1, start + count + 1))
        for batch in batches(rows):
            with transaction.atomic():
                Record.objects.bulk_create(batch)
                named = [one for one in batch if one.access == "named"]
                through = Record.readers.through
                through.objects.bulk_create(
                    through(record=one, person=self.chance.choice(self.people)) for one in named
                )

    def _cases(self) -> list[NomenclatureItem]:
        if not Nomenclature.objects.exists():
            for year in self.years:
                listed = Nomenclature.objects.create(
                    year=year, state="approved", author=self.people[0], approved_at=self.now
                )
                items = [
                    NomenclatureItem(
                        nomenclature=listed,
                        index=f"{n // 10 + 1:02}-{n % 10 + 1:02}",
                        title={"ky": self.words()},
                        years=5,
                    )
                    for n in range(CASES)
                ]
                for item in items:
                    item.fold_columns()
                NomenclatureItem.objects.bulk_create(items)
        return list(NomenclatureItem.objects.select_related("nomenclature").order_by("pk"))

    def _record(self, cases: list[NomenclatureItem], n: int) -> Record:
        case, state = self.chance.choice(cases), self.weighed(RECORD_STATES)
        year = case.nomenclature.year
        kept = Record(
            case=case,
            title=self.words(),
            proves=self.words(),
            author=self.chance.choice(self.people),
            date=min(date(year, 1, 1) + timedelta(days=self.chance.randrange(365)), self.today),
            access=self.weighed(READ_BY),
            state=state,
        )
        if state != "open":
            kept.number, kept.identifier = n, f"{case.index}/{n}"
            kept.closed_at, kept.closed_by = self.now, kept.author
            kept.content_hash = f"{n:064x}"
        if state not in ("open", "closed"):
            kept.keep, kept.years, kept.until = "years", 5, date(year + 5, 12, 31)
            kept.stored_on = kept.date
        kept.fold_columns()
        return kept

    # Meetings -----------------------------------------------------------------------------------

    def add_decisions(self, count: int) -> None:
        """``count`` more items of minutes, each with its decision."""
        kinds = self._kinds()
        start = Meeting.objects.count()
        meetings = (self._meeting(kinds, start + n) for n in range(1, count // ITEMS + 1))
        for batch in batches(meetings):
            with transaction.atomic():
                Meeting.objects.bulk_create(batch)
                Attendance.objects.bulk_create(
                    [seat for meeting in batch for seat in self._seats(meeting)], batch_size=BATCH
                )
                items = [item for meeting in batch for item in self._items(meeting)]
                AgendaItem.objects.bulk_create(items, batch_size=BATCH)
                decisions = [self._decision(item) for item in items]
                Decision.objects.bulk_create(decisions, batch_size=BATCH)
                self._give(decisions)

    def _kinds(self) -> list[MeetingKind]:
        if not MeetingKind.objects.exists():
            bodies = list(Body.objects.order_by("pk")[:3]) or [None]
            for n, body in enumerate(bodies):
                MeetingKind.objects.create(
                    code=f"load-{n}", name={"ky": self.words()}, body=body, is_open=n != 1, order=n
                )
        return list(MeetingKind.objects.select_related("body").order_by("pk"))

    def _meeting(self, kinds: list[MeetingKind], n: int) -> Meeting:
        kind, chance = kinds[n % len(kinds)], self.chance
        day = self.today - timedelta(days=chance.randrange(1, 365 * YEARS))
        meeting = Meeting(
            kind=kind,
            day=day,
            year=day.year,
            number=str(n),
            register=kind.register,
            state="approved",
            approved_at=self.now,
            token=new_token(),
            place="201",
        )
        meeting.chair, meeting.secretary = chance.sample(self.people, 2)
        meeting.author = meeting.secretary
        meeting.fold_columns()
        return meeting

    def _seats(self, meeting: Meeting) -> Iterator[Attendance]:
        for person in self.chance.sample(self.people, min(SEATS, len(self.people))):
            yield Attendance(meeting=meeting, person=person, role="member", presence="present")

    def _items(self, meeting: Meeting) -> Iterator[AgendaItem]:
        for order in range(1, ITEMS + 1):
            item = AgendaItem(
                meeting=meeting,
                order=order,
                title={"ky": f"{self.words()} жөнүндө"},
                speaker=self.chance.choice(self.people),
                heard=f"{self.words()}. " * 5,
                resolved=self.words(),
                outcome="considered",
            )
            item.fold_columns()
            yield item

    def _decision(self, item: AgendaItem) -> Decision:
        state = self.weighed(DECISION_STATES)
        made = Decision(item=item, point=1, text=self.words(), state=state)
        made.due = item.meeting.day + timedelta(days=self.chance.randrange(7, 90))
        if state in ("done", "checked"):
            made.done_on, made.done_by, made.note = made.due, item.meeting.chair, self.words()
        if state == "checked":
            made.checked_on, made.checked_by = made.due, item.meeting.chair
        if state == "dropped":
            made.reason = self.words()
        made.fold_columns()
        return made

    def _give(self, decisions: list[Decision]) -> None:
        """One person each; what is open waits for them."""
        through, kind = Decision.responsible.through, ContentType.objects.get_for_model(Decision)
        given = [through(decision=one, person=self.chance.choice(self.people)) for one in decisions]
        through.objects.bulk_create(given, batch_size=BATCH)
        Todo.objects.bulk_create(
            [
                Todo(
                    person_id=row.person_id,
                    kind="planning.decision",
                    content_type=kind,
                    object_id=row.decision_id,
                    due=row.decision.due,
                )
                for row in given
                if row.decision.state == "open"
            ],
            batch_size=BATCH,
        )
