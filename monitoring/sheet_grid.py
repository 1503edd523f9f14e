"""What stands on a page of a scoring sheet: people by indicators, some people at a time (000/2.2).

A constant number of queries, whatever the size of the campaign.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, Count, Max, Min, Prefetch, Q

from monitoring.models import Mark, Participant, PointWords, Recusal, Sheet

SAID = Q(value__isnull=False) | ~Q(gap="")
#: A sign for each kind of gap: it stands in the cell, its words stand beside it.
SIGNS = {"not_applicable": "–", "cannot_judge": "?", "refused": "×"}


@dataclass
class Spread:
    """How all marks of the round before lie, without names."""

    lowest: int
    highest: int
    mean: float


@dataclass
class Cell:
    """One cell: the mark there is, what oneself gave the round before, how all lay then."""

    participant: Participant
    indicator: Any
    mark: Mark | None = None
    before: Mark | None = None
    spread: Spread | None = None

    @property
    def key(self) -> str:
        return f"{self.participant.pk}:{self.indicator.pk}"

    @property
    def anchor(self) -> str:
        return f"c-{self.participant.pk}-{self.indicator.pk}"

    @property
    def sign(self) -> str:
        """What is read in it at a glance."""
        return sign_of(self.mark)

    @property
    def before_sign(self) -> str:
        return sign_of(self.before)


@dataclass
class Row:
    """One person, with the cells; or why this member does not score them."""

    participant: Participant
    cells: list[Cell] = field(default_factory=list)
    recusal: Recusal | None = None

    @property
    def filled(self) -> int:
        return sum(cell.sign != "" for cell in self.cells)

    @property
    def wanted(self) -> int:
        return 0 if self.recusal else len(self.cells)


def sign_of(mark: Mark | None) -> str:
    """A mark or a gap as one sign; nothing where neither stands."""
    if mark is None:
        return ""
    return SIGNS[mark.gap] if mark.gap else str("" if mark.value is None else mark.value)


def columns_of(sheet: Sheet) -> list[Any]:
    """The indicators with the words of their points; where one has none, the general words."""
    criteria = sheet.campaign.criteria
    own = Prefetch("points", PointWords.objects.order_by("point"), to_attr="own_words")
    columns = list(criteria.indicators().prefetch_related(own))
    general = list(criteria.points.filter(indicator=None).order_by("point"))
    scale = sheet.campaign.scoring
    for number, column in enumerate(columns, 1):
        words = {one.point: one.words for one in [*general, *column.own_words]}
        column.number = number
        column.scale = [
            (point, words.get(point, "")) for point in range(scale.lowest, scale.highest + 1)
        ]
    return columns


def rows_of(sheet: Sheet, people: Iterable[Participant], columns: list[Any]) -> list[Row]:
    """The rows of these people: four queries at most."""
    people = list(people)
    recused = {
        one.participant_id: one
        for one in Recusal.objects.filter(member=sheet.member_id, participant__in=people)
    }
    marks = _marks(sheet, people)
    before, spread = earlier(sheet, people) if sheet.round > 1 else ({}, {})
    return [
        Row(
            participant=person,
            recusal=recused.get(person.pk),
            cells=[
                Cell(
                    participant=person,
                    indicator=column,
                    mark=marks.get((person.pk, column.pk)),
                    before=before.get((person.pk, column.pk)),
                    spread=spread.get((person.pk, column.pk)),
                )
                for column in columns
            ],
        )
        for person in people
    ]


def _marks(sheet: Sheet, people: list[Participant]) -> dict[tuple[int, int], Mark]:
    rows = Mark.objects.filter(sheet=sheet, participant__in=people).order_by()
    return {(mark.participant_id, mark.indicator_id): mark for mark in rows}


def earlier(sheet: Sheet, people: list[Participant]) -> tuple[dict, dict]:
    """One's own marks of the round before, and how all of them lay: only for whoever gave some."""
    own = Sheet.objects.filter(member=sheet.member_id, round=sheet.round - 1, state="signed")
    found = own.first()
    if found is None:
        return {}, {}
    return _marks(found, people), _spread(sheet, people)


def _spread(sheet: Sheet, people: list[Participant]) -> dict[tuple[int, int], Spread]:
    counted = Sheet.objects.counted(sheet.campaign, sheet.round - 1)
    marks = Mark.objects.filter(sheet__in=counted, participant__in=people, value__isnull=False)
    lying = (
        marks.order_by()
        .values("participant", "indicator")
        .annotate(low=Min("value"), high=Max("value"), mean=Avg("value"))
    )
    return {
        (one["participant"], one["indicator"]): Spread(one["low"], one["high"], float(one["mean"]))
        for one in lying
    }


def lacking(sheet: Sheet, total: int) -> Any:
    """Whom this member has not scored in every one of ``total`` indicators."""
    said = Mark.objects.filter(SAID, sheet=sheet).order_by().values("participant")
    full = said.annotate(given=Count("pk")).filter(given__gte=total).values("participant")
    return sheet.participants().exclude(pk__in=full)


def empty_cells(sheet: Sheet, most: int) -> tuple[int, list[tuple[Participant, int]]]:
    """How many cells are empty, and of the first people whose cells they are, how many."""
    total = sheet.campaign.criteria.indicators().count()
    said = Count(
        "marks", filter=Q(marks__sheet=sheet) & (Q(marks__value__isnull=False) | ~Q(marks__gap=""))
    )
    rows = lacking(sheet, total).annotate(given=said).order_by("number")[:most]
    return sheet.wanted() - sheet.filled(), [(one, total - one.given) for one in rows]
