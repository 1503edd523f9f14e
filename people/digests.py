"""The morning letter: what is new, what is late and what comes, in one letter a day for whoever
chose that (see ``Person.letters_pace``).

Told is what was there at the hour of the organisation, whenever the worker comes to it. A day is
done batch by batch: read and written in the reader's words first, then put down in one short
transaction. A worker that dies, comes twice or comes days later tells each thing once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from common import waiting
from common.dates import numeric
from common.letters import compose
from common.models import Heartbeat, Letter, Todo
from common.notices import Draft
from common.quiet import moment_at, wants_quiet
from common.working_days import working_days

from .models import Organisation, Person

BATCH = 100
AHEAD = timedelta(days=7)
LONGEST = 20  # lines of one part; the rest is counted, and stands in Sapat
KEPT, GATHERED, INSIDE = Letter.State.KEPT, Letter.State.GATHERED, Letter.State.INSIDE


@dataclass
class Told:
    """What one reader is told this morning."""

    new: list[Letter] = field(default_factory=list)
    late: list[Todo] = field(default_factory=list)
    soon: list[Todo] = field(default_factory=list)
    rest: int = 0

    @property
    def is_worth_a_letter(self) -> bool:
        """What waits without haste is no reason to write."""
        return bool(self.new or self.late or self.soon)


def write_digests() -> int:
    """Write the morning letters of today, if its hour has come and they are not written yet."""
    today = timezone.localdate()
    hour = moment_at(today, Organisation.current().digest_at)
    if timezone.now() < hour:
        return 0
    done = Heartbeat.objects.filter(name="digests").first()
    if done and done.at >= hour:
        return 0
    calendar = working_days()
    Letter.objects.filter(state=KEPT, person__email="").update(state=INSIDE)
    keys = list(readers(today).order_by("pk").values_list("pk", flat=True))
    written = 0
    for start in range(0, len(keys), BATCH):
        people = Person.objects.filter(pk__in=keys[start : start + BATCH])
        awake = [person for person in people if not wants_quiet(person, today, calendar)]
        written += write_batch(awake, today, hour)
    Heartbeat.beat("digests")
    return written


def readers(today: date):
    """Who may get a morning letter today, and has none yet."""
    kept = Letter.objects.filter(state=KEPT).values("person")
    told = Letter.objects.filter(kind=Letter.Kind.DIGEST, key__startswith=f"digest:{today}:")
    wanting = Q(letters_pace=Person.Pace.MORNING) | Q(pk__in=kept)
    asleep = Q(email="") | Q(user__is_active=False) | Q(pk__in=told.values("person"))
    return Person.objects.filter(wanting).exclude(asleep)


def write_batch(people: list[Person], today: date, hour: datetime) -> int:
    """The letters of these people; the number of questions does not depend on how many."""
    told = gather(people, today, hour)
    digests = {
        person.pk: digest(person, told[person.pk], today)
        for person in people
        if told[person.pk].is_worth_a_letter
    }
    return _put_down(digests, told) if digests else 0


def gather(people: Iterable[Person], today: date, hour: datetime) -> dict[int, Told]:
    """What is new, late and coming for each of these people."""
    told = {person.pk: Told() for person in people}
    letters = Letter.objects.filter(person__in=told, created_at__lt=hour, state=KEPT)
    letters.exclude(read_at=None).update(state=INSIDE)  # seen under the bell meanwhile
    letters.drop_outdated()
    for letter in letters.order_by("created_at", "pk"):
        told[letter.person_id].new.append(letter)
    todos = Todo.objects.waiting().filter(person__in=told, created_at__lt=hour)
    for todo in todos.order_by("due", "created_at").prefetch_related("object"):
        if not todo.object:
            continue
        mine = told[todo.person_id]
        if todo.due and todo.due < today:
            mine.late.append(todo)
        elif todo.due and todo.due <= today + AHEAD:
            mine.soon.append(todo)
        else:
            mine.rest += 1
    return told


def digest(person: Person, told: Told, today: date) -> Letter:
    """The morning letter of one reader, in their language, not saved yet."""
    context = {
        "day": today,
        "parts": [
            ("late", *_cut(told.late)),
            ("soon", *_cut(told.soon)),
            ("new", *_cut(told.new)),
        ],
        "late": len(told.late),
        "soon": len(told.soon),
        "new": len(told.new),
        "rest": told.rest,
    }
    letter = compose(Draft(person, "morning", context), f"digest:{today}:{person.pk}")
    letter.kind, letter.state = Letter.Kind.DIGEST, Letter.State.WAITING
    return letter


def _cut(found: list) -> tuple[list["Line"], int]:
    return [Line(one) for one in found[:LONGEST]], max(len(found) - LONGEST, 0)


class Line:
    """One thing in the letter; its words are made when it is written, in the reader's language."""

    def __init__(self, thing: Letter | Todo):
        self.thing = thing

    @property
    def words(self) -> str:
        if isinstance(self.thing, Letter):
            return self.thing.subject
        due = f" ({numeric(self.thing.due)})" if self.thing.due else ""
        return f"{waiting.label(self.thing)}: {waiting.subject(self.thing)}{due}"

    @property
    def url(self) -> str:
        return self.thing.url if isinstance(self.thing, Letter) else waiting.address(self.thing)


def _put_down(digests: dict[int, Letter], told: dict[int, Told]) -> int:
    """Write them and say what each holds; what another worker took meanwhile is theirs."""
    used = [letter.pk for pk in digests for letter in told[pk].new]
    with transaction.atomic():
        rows = Letter.objects.select_for_update().filter(pk__in=used, state=KEPT).order_by("pk")
        still = set(rows.values_list("pk", flat=True))
        mine = [
            letter for pk, letter in digests.items() if all(new.pk in still for new in told[pk].new)
        ]
        Letter.objects.bulk_create(mine, ignore_conflicts=True)
        keys = [letter.key for letter in mine]
        holder = Letter.objects.filter(person=OuterRef("person"), key__in=keys)
        taken = Letter.objects.filter(pk__in=used, person__in=[letter.person_id for letter in mine])
        taken.update(state=GATHERED, digest=Subquery(holder.values("pk")[:1]))
    return len(mine)
