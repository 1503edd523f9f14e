"""Results: counted from the marks, exactly, and frozen with what they were counted from.

``Result.inputs``: ``round``, ``kind``, ``year``, ``contest``; ``members`` (sheet and its digest,
who, whether from outside), ``criteria`` (key, direction), ``indicators`` (key, weight, index of the
criterion), ``participants`` (number, subject, unit, out of competition, left), ``marks`` (a row for
each participant, a word for each indicator, a sign for each member: a point or a letter that
``counting_inputs.SIGNS`` tells), ``left_out`` (cells the chair left out), ``votes`` (how many each
got in an open vote between equals, and what was said), ``before`` (the year before: matched
indicators and means, or null). Rows and columns are named by their index.

``Result.statistics``: ``people``, ``scored``, ``mean``, ``criteria`` and ``directions`` (means as
fractions), ``distribution``, ``agreement``, ``members`` (for the chair alone), ``firmness`` (draws,
seed, who cannot be told from a prize), ``ties`` (what decided between equals, by what values),
``nominations`` (proposed), ``units``, ``years``.

``ResultRow.detail``: ``criteria`` and ``indicators`` (means), ``counts`` of marks, ``left_out``,
``members`` (sum and weighted score of each), ``median``, ``trimmed``, ``total`` (sum of points as
if all had marked), ``directions``, ``interval`` of what is ranked by, ``places`` (between which),
``first`` and ``three`` (how often in all draws), ``differs`` from the next, ``delta``.
Fractions are strings: "89/20". What cannot be counted is null.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from django.utils import timezone

from common.models.journal import digest
from monitoring.models import Campaign, Result, ResultRow
from monitoring.scoring_rules import ScoringRules, Total
from monitoring.statistics.scores import Cell, Score, half_up

from .counting_agreement import agreement_of, levels_of, members_of, number
from .counting_firmness import Firm
from .counting_inputs import Cube, live_marks, read, refuse_unscored, thawed
from .counting_places import Standing
from .counting_views import before_of, distribution_of, means_of, units_of, years_of

SEED = 8191  # from six members on draws are taken by it; kept with the result
Told = Callable[[int], None]


def count(campaign: Campaign, told: Told = lambda percent: None) -> tuple[Result, list[ResultRow]]:
    """The result of the round that runs, and its rows; nothing is written.

    ``told`` hears how far it is, in per cent.
    """
    inputs = read(campaign)
    refuse_unscored(campaign, inputs)
    told(30)
    inputs["before"] = before_of(campaign, inputs)
    rules = campaign.scoring.data()
    statistics, facts = figures(inputs, rules, told)
    result = Result(
        campaign=campaign,
        round=campaign.round,
        rules=rules,
        inputs=inputs,
        digest=digest([inputs, rules]),
        statistics=statistics,
        computed_at=timezone.now(),
        computed_by=campaign.computed_by,
    )
    return result, [ResultRow(result=result, **row) for row in facts]


def figures(
    inputs: dict[str, Any], rules: dict[str, Any], told: Told = lambda percent: None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The statistics, and what stands in each row: all that follows from the inputs."""
    standing = Standing(Cube(inputs, ScoringRules.of(rules)))
    firm = Firm(standing, SEED)
    years = years_of(standing)
    told(50)
    agreement = agreement_of(standing)
    told(70)
    values = [standing.values[n] for n in standing.cube.staying]
    known = [value for value in values if value is not None]
    statistics = {
        "people": len(values),
        "scored": len(known),
        "mean": str(sum(known, Fraction(0)) / len(known)) if known else None,
        **means_of(standing),
        "distribution": distribution_of(standing),
        "agreement": agreement,
        "members": members_of(standing),
        "firmness": {
            "draws": firm.draws.draws,
            "seed": firm.draws.seed,
            "close": firm.close_calls(),
        },
        "ties": _ties(standing),
        "nominations": standing.nominations(),
        "units": units_of(standing),
        "years": years,
    }
    told(85)
    gained = dict(years["deltas"]) if years else {}
    return statistics, Rows(standing, firm, gained).all()


def _ties(standing: Standing) -> list[dict[str, Any]]:
    """What each step did with whoever was equal, with the value it compared of each of them."""
    compared = {step.code: step.values for step in standing.chain}
    return [
        {
            "step": one.step,
            "among": list(one.among),
            "values": [_said(compared[one.step].get(key)) for key in one.among],
            "groups": [list(group) for group in one.groups],
            "outcome": one.outcome,
        }
        for one in standing.places.log
    ]


class Rows:
    """What stands in each row of a result."""

    def __init__(self, standing: Standing, firm: Firm, gained: dict[int, str]):
        self.standing, self.firm, self.gained = standing, firm, gained
        scores = standing.scores
        groups = [standing.cube.columns(n) for n in range(len(standing.cube.inputs["criteria"]))]
        self.criteria = [standing.lowered(scores.over(group)) for group in groups]
        self.directions = {
            code: standing.lowered(scores.over(columns))
            for code, columns in standing.directions.items()
        }
        self.levels = levels_of(standing)
        self.medians = standing.lowered(scores.medians())
        self.trimmed = standing.lowered(scores.trimmed())
        lift = standing.cube.lift
        self.sums = (
            scores.marks.sum(axis=1) - lift * np.count_nonzero(scores.marks, axis=1)
        ).tolist()
        self.counts = scores.counts.tolist()
        self.left_out = (scores.cells == Cell.NOT_APPLICABLE).tolist()

    def all(self) -> list[dict[str, Any]]:
        return [self.row(n) for n in range(len(self.standing.values))]

    def row(self, n: int) -> dict[str, Any]:
        """The fields of one row."""
        standing = self.standing
        value: Score = standing.values[n]
        place = standing.places.places.get(n)
        return {
            "participant_id": standing.cube.inputs["participants"][n]["id"],
            "exact": "" if value is None else str(value),
            "shown": None if value is None else half_up(value),
            "points": standing.points[n],
            "place": place,
            "is_shared": place is not None and standing.taken[place] > 1,
            "decided_by": standing.deciders.get(n, ""),
            "detail": self.detail(n),
        }

    def detail(self, n: int) -> dict[str, Any]:
        standing, firm = self.standing, self.firm.each[n]
        runs = n in self.firm.intervals
        return {
            "criteria": [_said(values[n]) for values in self.criteria],
            "indicators": [_said(v) for v in standing.lowered(standing.scores.means(n))],
            "counts": self.counts[n],
            "left_out": [c for c, is_out in enumerate(self.left_out[n]) if is_out],
            "members": [
                [total, _said(own[n])]
                for total, own in zip(self.sums[n], standing.by_member, strict=True)
            ],
            "directions": {code: _said(values[n]) for code, values in self.directions.items()},
            "median": _said(self.medians[n]),
            "trimmed": _said(self.trimmed[n]),
            "levelled": self.levels.get(n),
            "total": _said(standing.totals[n]),
            "interval": [self._ranked(end) for end in firm.interval] if firm.interval else None,
            "error": number(firm.error),
            "places": self.firm.intervals.get(n),
            "first": str(firm.first) if runs else None,
            "three": str(firm.top_three) if runs else None,
            "differs": self.firm.neighbours.get(n),
            "delta": self.gained.get(n),
        }

    def _ranked(self, end: Fraction) -> str:
        """An end of the interval on the scale of what is ranked by."""
        cube = self.standing.cube
        lowered = end - cube.lift
        return str(lowered * self.standing.factor if cube.rules.total == Total.SUM else lowered)


def _said(value: Score | int) -> str | None:
    return None if value is None else str(value)


# Counting once more -----------------------------------------------------------------------------

KEPT = (
    *("exact", "shown", "points", "place"),
    *("is_shared", "decided_by", "detail"),
)


def verify(result: Result) -> list[str]:
    """What does not hold of a frozen result, as codes; nothing where everything does.

    ``inputs``: what it was counted from is not what its digest covers. ``marks``: the marks of its
    sheets are not those it was counted from. ``rows`` and ``statistics``: counted once more, it
    comes to something else.
    """
    faults = []
    if digest([result.inputs, result.rules]) != result.digest:
        faults.append("inputs")
    then, now = thawed(result.inputs), live_marks(result.inputs)
    if (np.where(then >= 0, then, -1) != np.where(now >= 0, now, -1)).any():
        faults.append("marks")
    statistics, facts = figures(result.inputs, result.rules)
    kept = {row.participant_id: row for row in result.rows.all()}
    is_equal = len(kept) == len(facts) and all(
        _plain(getattr(kept.get(row["participant_id"]), name, None)) == _plain(row[name])
        for row in facts
        for name in KEPT
    )
    if not is_equal:
        faults.append("rows")
    if _plain(statistics) != _plain(result.statistics):
        faults.append("statistics")
    return faults


def _plain(value: Any) -> Any:
    """A value as JSON gives it back: lists for tuples, words for the keys of tables."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
