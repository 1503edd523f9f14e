"""Filling in the draft of criteria: its tree follows what was typed, line by line (000/3.2)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .criteria import CriteriaSet, Criterion, Indicator, PointWords

POINTS = (1, 2, 3, 4, 5)


def fill(criteria: CriteriaSet, points: dict[int, dict], tree: list[dict]) -> None:
    """Keep the words of points and the criteria in their order; inside a deed.

    A row of the tree names the key it had; what did not change is left alone. An indicator that
    stands under another criterion now keeps its key, and with it its past.
    """
    held = CriteriaSet.objects.select_for_update(of=("self",)).get(pk=criteria.pk)
    if held.state != CriteriaSet.State.DRAFT:
        raise ValidationError(_("These criteria are no longer a draft."))
    _put_points(criteria, None, points)
    there = {row.key: row for row in criteria.whole_tree()}
    lines = {one.key: one for row in there.values() for one in row.indicators.all()}
    for order, given in enumerate(tree, 1):
        values = {"title": given["title"], "direction_id": given["direction"], "order": order}
        row = there.pop(given["key"], None)
        row = _put(row or Criterion(criteria=criteria), values)
        for place, line in enumerate(given["indicators"], 1):
            said = {name: line[name] for name in ("title", "material", "weight")}
            said |= {"criterion_id": row.pk, "order": place}
            indicator = _put(lines.pop(line["key"], None) or Indicator(), said)
            _put_points(criteria, indicator, line["points"])
    for gone in lines.values():
        gone.delete()
    for row in there.values():
        row.delete()


def _put(row: Any, values: dict[str, Any]) -> Any:
    """The row with these values, written only where something differs."""
    if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def _put_points(criteria: CriteriaSet, indicator: Indicator | None, wanted: dict) -> None:
    if indicator is None:
        rows = list(criteria.points.filter(indicator=None))
    else:
        rows = list(indicator.points.all())
    there = {row.point: row for row in rows}
    for point in POINTS:
        row, words = there.get(point), wanted.get(point)
        if words:
            new = PointWords(criteria=criteria, indicator=indicator, point=point)
            _put(row or new, {"words": words})
        elif row:
            row.delete()
