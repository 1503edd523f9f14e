"""The walk along the chain, from the first row to its head, past every seal."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_noop

from common.dates import date_and_time
from common.models import JournalEntry, JournalHead
from common.models.journal import HASHED, canonical, digest, hashed_facts
from common.trail import Found, Tell, silent
from common.trail.seals import Seals

BATCH = 5000
KEPT = 100
MINUTE = timedelta(minutes=1)

REMOVED = gettext_noop("Row %(row)s was removed: after row %(before)s comes row %(next)s.")
ROWS_REMOVED = gettext_noop("Rows %(row)s to %(last)s were removed.")
TWICE = gettext_noop("Row %(row)s stands there twice.")
BROKEN = gettext_noop("Row %(row)s does not continue row %(before)s: one of them was replaced.")
ALTERED = gettext_noop("Row %(row)s was altered (%(when)s).")
MANY = gettext_noop("In all %(count)s rows were altered.")
SWAPPED = gettext_noop("Rows %(row)s and %(other)s were swapped.")
CUT = gettext_noop("The end was cut off: rows %(row)s to %(last)s are missing.")
HEAD = gettext_noop("The head of the chain was altered: it does not name row %(row)s.")
CLOCK = gettext_noop(
    "Row %(row)s (%(when)s) says an earlier time than row %(before)s (%(earlier)s): "
    "the clock of the server was set back."
)


class Walk:
    """One walk: what it has seen of the chain so far."""

    def __init__(self, *, tell: Tell = silent, restored: bool = False):
        self.tell = tell
        self.rows = self.bytes = 0
        self.next, self.previous = 1, ""
        self.at: datetime | None = None
        self.altered: list[tuple] = []
        self.altered_count = 0
        self.broken: list[int] = []
        self.seals = Seals(restored=restored)

    def faults(self) -> Iterator[Found]:
        """Every fault of the chain, its head and its seals, and remarks about the clock."""
        yield from self.seals.begin()
        for row in self._stored():
            yield from self._step(row)
        yield from self._sum_up()
        yield from self._end()
        yield from self.seals.end(self.next - 1, self.head.count)

    def _stored(self) -> Iterator[tuple]:
        """The rows as they stand, so many at a time; deeds done meanwhile are walked too."""
        last, total = -1, JournalHead.objects.aggregate(n=models.Max("count"))["n"] or 0
        while True:
            rows = JournalEntry.objects.filter(number__gt=last).order_by("number")
            batch = list(rows.values_list(*HASHED, "hash")[:BATCH])
            yield from batch
            self.tell(self.rows, max(total, self.rows))
            if batch:
                last = batch[-1][0]
                continue
            # Read after the rows: whatever deed it names beyond them is there to be walked.
            self.head = JournalHead.objects.filter(pk=1).first() or JournalHead()
            if not JournalEntry.objects.filter(number__gt=last).exists():
                return

    def _step(self, row: tuple) -> Iterator[Found]:
        number, at, before = row[0], row[1], self.next - 1
        self.rows += 1
        if number < self.next:
            yield Found(TWICE, {"row": number})
        elif number > self.next:
            named = {"row": self.next, "last": number - 1, "before": before, "next": number}
            yield Found(REMOVED if number - 1 == self.next else ROWS_REMOVED, named)
        elif row[9] != self.previous and len(self.broken) < KEPT:
            self.broken.append(number)
        data = canonical(hashed_facts(*row[:10])).encode()
        self.bytes += len(data)
        if hashlib.sha256(data).hexdigest() != row[10]:
            self.altered_count += 1
            if len(self.altered) < KEPT:
                self.altered.append(row)
        if self.at is not None and self.at - at > MINUTE:
            when = {"when": date_and_time(at), "earlier": date_and_time(self.at)}
            yield Found(CLOCK, {"row": number, "before": before, **when}, is_remark=True)
        yield from self.seals.pass_by(number, row[10], row[2], row[7])
        self.next, self.previous, self.at = number + 1, row[10], at

    def _sum_up(self) -> Iterator[Found]:
        """Rows that were altered; two that fit in each other's place were swapped."""
        told, swapped = set(), set()
        for n, row in enumerate(self.altered):
            for other in self.altered[n + 1 :]:
                if _fits(row, other[0]) and _fits(other, row[0]):
                    yield Found(SWAPPED, {"row": row[0], "other": other[0]})
                    told |= {row[0], other[0]}
                    swapped |= {row[0], other[0], row[0] + 1, other[0] + 1}
        for row in self.altered:
            if row[0] not in told:
                named = {"row": row[0], "when": date_and_time(row[1])}
                yield Found(ALTERED, named)
        if self.altered_count > len(self.altered):
            yield Found(MANY, {"count": self.altered_count})
        for number in self.broken:
            if number not in swapped:
                yield Found(BROKEN, {"row": number, "before": number - 1})

    def _end(self) -> Iterator[Found]:
        last = self.next - 1
        if self.head.count > last:
            yield Found(CUT, {"row": self.next, "last": self.head.count})
        elif (self.head.count, self.head.hash) != (last, self.previous):
            yield Found(HEAD, {"row": last})


def _fits(row: tuple, number: int) -> bool:
    """Whether the row would be whole under another number."""
    return digest(hashed_facts(number, *row[1:10])) == row[10]


def faults(*, tell: Tell = silent, restored: bool = False) -> Iterator[Found]:
    """Every fault of the chain and its seals.

    ``restored`` is for a copy brought back from a backup: seals made after it are not missed.
    """
    return Walk(tell=tell, restored=restored).faults()
