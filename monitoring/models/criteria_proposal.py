"""The criteria that a kind begins with while nothing was approved for it: data of its profile."""

from typing import TYPE_CHECKING, Any

from common.models import create_many

if TYPE_CHECKING:
    from .criteria import CriteriaSet


def begin_with(criteria: "CriteriaSet", proposal: dict[str, Any]) -> None:
    """Put the proposed lines into new criteria, to be revised like any other; inside a deed."""
    from .criteria import Criterion, Indicator, PointWords  # noqa: PLC0415 -- they rest on us
    from .kind import Direction  # noqa: PLC0415

    directions = {one.code: one for one in Direction.objects.all()}
    rows, lines = [], []
    for order, given in enumerate(proposal.get("criteria", ()), 1):
        row = Criterion(criteria=criteria, title=given["title"], order=order)
        row.direction = directions.get(given.get("direction", ""))
        rows.append(row)
        for place, line in enumerate(given["indicators"], 1):
            one = Indicator(criterion=row, title=line["title"], weight=line["weight"], order=place)
            one.material = line.get("material", {})
            lines.append(one)
    create_many(Criterion, rows, "propose")
    create_many(Indicator, lines, "propose")
    points = [
        PointWords(criteria=criteria, point=int(point), words=words)
        for point, words in proposal.get("points", {}).items()
    ]
    create_many(PointWords, points, "propose")
