"""Criteria that a kind of assessment begins with, as the profile says them (000/3.2; 004/6.2, 7.4).

They are a draft to be revised: once criteria of the kind were approved, those come along instead.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from monitoring.models import Direction
from monitoring.models.criteria_filling import POINTS
from monitoring.weights import WHOLE, in_per_cent, percent, thousandths
from people.profile import Part

TENTH = Decimal("0.1")


def proposal_of(part: Part) -> dict[str, Any]:
    """The words of points and the tree, with weights that sum to 100 per cent exactly."""
    part.only("points", "rows")
    rows = [_criterion(row) for row in part.rows("rows")]
    total = sum(one["weight"] for row in rows for one in row["indicators"])
    if total != WHOLE:
        raise part.fail(f"the weights sum to {percent(total)}, not to 100.", "rows")
    found: dict[str, Any] = {"criteria": rows}
    if "points" in part:
        found["points"] = _points(part.part("points"))
    return found


def _points(part: Part) -> dict[str, dict]:
    part.only(*map(str, POINTS))
    return {point: dict(part.words(point)) for point in part}


def _criterion(row: Part) -> dict[str, Any]:
    row.only("title", "direction", "indicators")
    found: dict[str, Any] = {"title": dict(row.words("title"))}
    if direction := row.find("direction", Direction, required=False):
        found["direction"] = direction.code
    lines = row.rows("indicators")
    if not lines:
        raise row.fail("a criterion needs an indicator at least.", "indicators")
    return found | {"indicators": [_indicator(line) for line in lines]}


def _indicator(line: Part) -> dict[str, Any]:
    line.only("title", "material", "weight")
    found: dict[str, Any] = {"title": dict(line.words("title")), "weight": _weight(line)}
    if material := line.words("material", required=False):
        found["material"] = dict(material)
    return found


def _weight(line: Part) -> int:
    """Per cent with one digit after the point at most: 20, "12.5"."""
    given = line.part("weight").value
    try:
        weight = Decimal(str(given).replace(",", "."))
    except InvalidOperation:
        raise line.fail("per cent are expected: 20 or 12.5.", "weight") from None
    if isinstance(given, bool) or not TENTH <= weight <= 100 or weight % TENTH:  # noqa: PLR2004
        raise line.fail("per cent from 0.1 to 100 are expected, with one digit.", "weight")
    return thousandths(weight)


def proposal_written(proposal: dict[str, Any]) -> dict[str, Any]:
    """The same as a profile says it."""
    if not proposal:
        return {}
    rows = [
        row | {"indicators": [one | {"weight": _told(one["weight"])} for one in row["indicators"]]}
        for row in proposal["criteria"]
    ]
    points = proposal.get("points", {})
    return ({"points": points} if points else {}) | {"rows": rows}


def _told(weight: int) -> int | float:
    said = in_per_cent(weight)
    return int(said) if said == said.to_integral_value() else float(said)
