"""A result beside others: directions of the work, units, the year before (001/5.3; A-21)."""

from fractions import Fraction
from typing import Any

from monitoring.models import Campaign, Result
from monitoring.scoring_rules import ScoringRules
from monitoring.statistics.comparison import change, deltas
from monitoring.statistics.units import compare

from .counting_agreement import number
from .counting_inputs import Cube
from .counting_places import Standing

STEPS = 4  # bars of the distribution to a point of the scale


def means_of(standing: Standing) -> dict[str, Any]:
    """The mean of each criterion and direction over all who are scored: the agency's own result."""
    criteria = [
        _mean(standing, standing.cube.columns(n))
        for n in range(len(standing.cube.inputs["criteria"]))
    ]
    directions = [
        {"code": code, **_mean(standing, columns)} for code, columns in standing.directions.items()
    ]
    return {"criteria": criteria, "directions": directions}


def _mean(standing: Standing, columns: list[int]) -> dict[str, Any]:
    values = standing.lowered(standing.scores.over(columns))
    known = [value for n in standing.cube.staying if (value := values[n]) is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else None
    return {"mean": None if mean is None else str(mean), "people": len(known)}


def distribution_of(standing: Standing) -> list[int]:
    """How many scores lie in each quarter of a point, from the lowest to the highest."""
    rules = standing.cube.rules
    found = [0] * ((rules.highest - rules.lowest) * STEPS)
    for n in standing.cube.staying:
        if (value := standing.values[n]) is not None:
            at = int((value - rules.lowest) * STEPS)
            found[min(at, len(found) - 1)] += 1
    return found


def units_of(standing: Standing) -> dict[str, Any]:
    """Units beside each other; those with fewer than five people are not shown (scoring.md, 9)."""
    groups: dict[int, list[Fraction]] = {}
    for n in standing.cube.staying:
        unit, value = standing.cube.inputs["participants"][n]["unit"], standing.values[n]
        if unit is not None and value is not None:
            groups.setdefault(unit, []).append(value)
    found = compare(dict(sorted(groups.items())))
    ranks = found.ranks
    return {
        "medians": [[unit, number(median)] for unit, median in found.medians.items()],
        "people": [[unit, len(groups[unit])] for unit in found.medians],
        "suppressed": list(found.suppressed),
        "h": number(ranks.statistic),
        "df": list(ranks.df),
        "p": number(ranks.p),
        "effect": number(ranks.effect),
        "reason": ranks.reason,
        "pairs": [
            [one.first, one.second, number(one.difference), number(one.p)] for one in ranks.pairs
        ],
    }


# The year before ----------------------------------------------------------------------------------


def before_of(campaign: Campaign, inputs: dict[str, Any]) -> dict[str, Any] | None:
    """What is compared of the last result of the same kind: the same indicators on the same scale.

    Per participant of both, the exact mean of each indicator then.
    """
    last = (
        Result.objects.current()
        .filter(campaign__kind=campaign.kind, campaign__year__lt=campaign.year)
        .order_by("-campaign__year", "-pk")
        .first()
    )
    if last is None:
        return None
    then = Cube(last.inputs, ScoringRules.of(last.rules))
    rules = campaign.scoring
    same_scale = (then.rules.lowest, then.rules.highest) == (rules.lowest, rules.highest)
    columns = {one["key"]: n for n, one in enumerate(last.inputs["indicators"])}
    matched = [
        [now, columns[one["key"]]]
        for now, one in enumerate(inputs["indicators"])
        if same_scale and one["key"] in columns
    ]
    people = {tuple(one["subject"]): n for n, one in enumerate(last.inputs["participants"])}
    means = []
    for now, one in enumerate(inputs["participants"]):
        row = people.get(tuple(one["subject"]))
        if row is None or not matched:
            continue
        all_means = then.scores.means(row)
        means.append([now, [_lowered(all_means[column], then.lift) for _now, column in matched]])
    members = [one["person"] for one in inputs["members"]]
    return {
        "result": last.pk,
        "year": last.inputs["year"],
        "digest": last.digest,
        "indicators": [now for now, _then in matched],
        "means": means,
        "same_commission": sorted(members) == sorted(m["person"] for m in last.inputs["members"]),
    }


def _lowered(value: Fraction | None, lift: int) -> str | None:
    return None if value is None else str(value - lift)


def years_of(standing: Standing) -> dict[str, Any] | None:
    """What changed since the year before: each person, each criterion, all together."""
    before = standing.cube.inputs["before"]
    if before is None:
        return None
    columns, staying = before["indicators"], set(standing.cube.staying)
    then = {
        row: {column: _fraction(value) for column, value in zip(columns, values, strict=True)}
        for row, values in before["means"]
        if row in staying
    }
    now = {}
    for row in then:
        means = standing.lowered(standing.scores.means(row))
        now[row] = {column: means[column] for column in columns}
    weights = standing.cube.weights
    gained = deltas(then, now, {column: weights[column] for column in columns})
    told = change(list(gained.values()))
    return {
        "year": before["year"],
        "result": before["result"],
        "matched": len(columns),
        "indicators": len(standing.cube.inputs["indicators"]),
        "people": told.n,
        "same_commission": before["same_commission"],
        "mean": number(told.mean),
        "interval": None if told.interval is None else [number(end) for end in told.interval],
        "p": number(told.p),
        "d_z": number(told.d_z),
        "wilcoxon": number(told.wilcoxon.p),
        "reason": told.reason,
        "deltas": [[row, str(value)] for row, value in gained.items()],
        "criteria": _criteria(standing, then, now),
    }


def _criteria(standing: Standing, then: dict, now: dict) -> list[dict[str, Any]]:
    """The mean of each criterion then and now, over the indicators and people of both."""
    found = []
    matched = {column for row in then.values() for column in row}
    for at in range(len(standing.cube.inputs["criteria"])):
        columns = [column for column in standing.cube.columns(at) if column in matched]
        pairs = [
            (then[row][c], now[row][c])
            for row in then
            for c in columns
            if then[row][c] is not None and now[row][c] is not None
        ]
        if pairs:
            old, new = (sum(one[n] for one in pairs) / Fraction(len(pairs)) for n in (0, 1))
            found.append({"criterion": at, "then": str(old), "now": str(new)})
    return found


def _fraction(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)
