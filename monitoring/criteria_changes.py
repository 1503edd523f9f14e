"""What changed since the criteria of last year: found by the keys of their lines (000/3.3)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import TranslatedText
from common.models.translated import same_words
from monitoring.models import CriteriaSet, Criterion, Indicator
from monitoring.weights import percent

ADDED = pgettext_lazy("indicator", "Added")
DROPPED = pgettext_lazy("indicator", "Dropped")
REWORDED = pgettext_lazy("indicator", "Reworded")
REWEIGHTED = _("Weight changed")
MOVED = pgettext_lazy("indicator", "Moved")
CRITERION, DIRECTION, MATERIAL = _("criterion"), _("direction"), _("what to bring")
SCALE = _("The scale of five points")
NOTHING = TranslatedText()


class Change(NamedTuple):
    """One thing that differs: what became of which line, and both sides where it has two.

    A side is a text in several languages, or a word that is the same in all of them.
    """

    kind: str
    label: object
    name: object
    about: object = ""
    before: object = ""
    after: object = ""


class Line(NamedTuple):
    """An indicator with the criterion it stands under."""

    criterion: Criterion
    indicator: Indicator


def changes_of(criteria: CriteriaSet) -> list[Change]:
    """What these criteria changed since those of last year; nothing where there were none."""
    before = criteria.of_last_year()
    return compare(before, criteria) if before else []


def compare(old: CriteriaSet, new: CriteriaSet) -> list[Change]:
    """Added and dropped lines first, then new weights, new words, new places."""
    was, now = list(old.whole_tree()), list(new.whole_tree())
    before, after = _lines(was), _lines(now)
    added = [one for key, one in after.items() if key not in before]
    dropped = [one for key, one in before.items() if key not in after]
    both = [(before[key], one) for key, one in after.items() if key in before]
    criteria = {row.key: row for row in was}
    return [
        *(Change("added", ADDED, one.indicator.title, after=_weight(one)) for one in added),
        *(Change("dropped", DROPPED, one.indicator.title, before=_weight(one)) for one in dropped),
        *_reweighted(both),
        *(change for row in now for change in _of_criterion(criteria.get(row.key), row)),
        *(change for it, one in both for change in _of_words(it, one)),
        *_of_points(SCALE, old.points.filter(indicator=None), new.points.filter(indicator=None)),
    ]


def _lines(tree: Iterable[Criterion]) -> dict[object, Line]:
    return {one.key: Line(row, one) for row in tree for one in row.indicators.all()}


def _weight(line: Line) -> str:
    return f"{percent(line.indicator.weight)} %"


def _reweighted(both: list[tuple[Line, Line]]) -> Iterator[Change]:
    for it, one in both:
        if it.indicator.weight != one.indicator.weight:
            name = one.indicator.title
            yield Change("reweighted", REWEIGHTED, name, "", _weight(it), _weight(one))


def _of_criterion(it: Criterion | None, one: Criterion) -> Iterator[Change]:
    """Its own words, and the direction it stands under."""
    if it is None:
        return
    if not same_words(it.title, one.title):
        yield Change("reworded", REWORDED, one.title, CRITERION, it.title, one.title)
    if it.direction_id != one.direction_id:
        sides = [row.direction.name if row.direction else "" for row in (it, one)]
        yield Change("moved", MOVED, one.title, DIRECTION, *sides)


def _of_words(it: Line, one: Line) -> Iterator[Change]:
    """The words of an indicator, what to bring for it, its points, the criterion it is under."""
    old, new = it.indicator, one.indicator
    if not same_words(old.title, new.title):
        yield Change("reworded", REWORDED, new.title, "", old.title, new.title)
    if not same_words(old.material, new.material):
        yield Change("reworded", REWORDED, new.title, MATERIAL, old.material, new.material)
    yield from _of_points(new.title, old.points.all(), new.points.all())
    if it.criterion.key != one.criterion.key:
        sides = [line.criterion.title for line in (it, one)]
        yield Change("moved", MOVED, new.title, CRITERION, *sides)


def _of_points(name, old, new) -> Iterator[Change]:
    was, now = ({row.point: row.words for row in rows} for rows in (old, new))
    for point in sorted({*was, *now}):
        before, after = was.get(point, NOTHING), now.get(point, NOTHING)
        if not same_words(before, after):
            yield Change("reworded", REWORDED, name, str(point), before, after)


def counted(changes: Iterable[Change]) -> list[tuple[object, int]]:
    """How many of each sort, for a sentence: Added: 1; Weight changed: 2."""
    found: dict[str, tuple[object, int]] = {}
    for change in changes:
        label, count = found.get(change.kind, (change.label, 0))
        found[change.kind] = (label, count + 1)
    return list(found.values())
