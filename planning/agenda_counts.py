"""How often each body put a subject on its agenda in a year (002/2; 003/6.1)."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from planning.models import AgendaItem, Meeting, MeetingKind
from planning.models.meeting_steps import NUMBERED

Tag = AgendaItem.Tag


@dataclass
class BodyCount:
    """One body, or a kind of meeting that has none, in one year."""

    name: str
    key: str
    must_raise: set[str] = field(default_factory=set)
    meetings: int = 0
    tags: Counter = field(default_factory=Counter)

    @property
    def missing(self) -> list[str]:
        """Subjects that it has to raise and did not."""
        return [str(Tag(tag).label) for tag in sorted(self.must_raise) if not self.tags[tag]]


def counts_of(year: int) -> list[BodyCount]:
    """Every body that meets, with what stood on its agendas in the year: three queries."""
    found: dict[str, BodyCount] = {}
    rows: dict[int, BodyCount] = {}
    for kind in MeetingKind.objects.used().select_related("body"):
        key = f"body-{kind.body_id}" if kind.body else f"kind-{kind.pk}"
        row = found.setdefault(key, BodyCount(str(kind.body or kind), key))
        row.must_raise |= set(kind.must_raise)
        rows[kind.pk] = row
    held = Meeting.objects.filter(year=year, state__in=NUMBERED, lacks_quorum=False).order_by()
    for kind, count in held.values_list("kind").annotate(n=Count("pk")):
        if kind in rows:
            rows[kind].meetings += count
    items = AgendaItem.objects.filter(meeting__in=held.values("pk")).exclude(tag="")
    items = items.exclude(outcome=AgendaItem.Outcome.WITHDRAWN).order_by()
    for kind, tag, count in items.values_list("meeting__kind", "tag").annotate(n=Count("pk")):
        if kind in rows:
            rows[kind].tags[tag] += count
    return list(found.values())
