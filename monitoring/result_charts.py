"""The charts of a result: the same for its page and for its annex on paper (001/5.3; A-21)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from monitoring import charts
from monitoring.charts import Chart
from monitoring.kind_words import scores_people
from monitoring.models import Criterion, Direction, Result, ResultRow
from monitoring.scoring_rules import ScoringRules, Total

MOST = 30  # people of the chart of places


def charts_of(result: Result) -> list[Chart]:
    """All charts of a result that has something to draw."""
    statistics, rules = result.statistics, ScoringRules.of(result.rules)
    if not statistics["scored"]:
        return []
    ends = rules.lowest, rules.highest
    titles = criteria_titles(result)
    has_people = scores_people(result.campaign.kind)
    counted = _("People") if has_people else _("Scored")  # suppliers are no people
    spread = statistics["distribution"]
    found = [charts.distribution(_("How the scores spread"), spread, *ends, counted)]
    found += _places(result, rules)
    if rows := [(d["code"], d) for d in statistics["directions"] if d["mean"] is not None]:
        names = {one.code: str(one.name) for one in Direction.objects.all()}
        found.append(
            charts.bars(
                _("Result of the organisation by directions of the work"),
                [(names.get(code, code), Fraction(d["mean"]), d["people"]) for code, d in rows],
                *ends,
                counted,
            )
        )
    criteria = [
        (titles[n], Fraction(one["mean"]), one["people"])
        for n, one in enumerate(statistics["criteria"])
        if one["mean"] is not None
    ]
    found.append(charts.bars(_("Mean of each criterion"), criteria, *ends, counted))
    found += _years(result, titles, ends)
    return [*found, *_units(result, ends)] if has_people else found


def criteria_titles(result: Result) -> list[str]:
    """The criteria of the result in the reader's language, in their order."""
    criteria = [one["id"] for one in result.inputs["criteria"]]
    rows = Criterion.objects.in_bulk(criteria)
    return [str(rows[pk]) if pk in rows else "–" for pk in criteria]


def _places(result: Result, rules: ScoringRules) -> list[Chart]:
    """Who stands how firmly: a dot for the score on the line of its interval."""
    rows = list(
        ResultRow.objects.filter(result=result, place__isnull=False)
        .select_related("participant")
        .order_by("place", "participant__number")[:MOST]
    )
    if not rows:
        return []
    is_sum = rules.total == Total.SUM
    drawn = []
    for row in rows:
        low, high = row.detail["interval"] or (None, None)
        value = Fraction(row.detail["total"]) if is_sum else row.score
        label = f"{row.place}. {row.participant}"
        drawn.append((label, value, _value(low), _value(high)))
    cells = len(result.inputs["indicators"]) * len(result.inputs["members"]) if is_sum else 1
    title = _("Places and how firm they are")
    chart = charts.intervals(title, drawn, rules.lowest * cells, rules.highest * cells)
    chart.note = firmness_note(result)
    return [chart]


def firmness_note(result: Result) -> str:
    """What the lines of the chart mean, honestly."""
    return _(
        "The line shows where the score lies in nineteen of twenty commissions drawn anew from "
        "these members (%(draws)s draws). With few members it is rough and too short: it says how "
        "firm a place is, no more."
    ) % {"draws": result.statistics["firmness"]["draws"]}


def _years(result: Result, titles: Sequence[str], ends: tuple[int, int]) -> list[Chart]:
    years = result.statistics["years"]
    if not years or not years["criteria"]:
        return []
    rows = [
        (titles[one["criterion"]], Fraction(one["then"]), Fraction(one["now"]))
        for one in years["criteria"]
    ]
    title = _("This year beside %(year)s") % {"year": years["year"]}
    return [charts.years(title, rows, years["year"], result.inputs["year"], *ends)]


def _units(result: Result, ends: tuple[int, int]) -> list[Chart]:
    """A dot for each person of the units that are large enough to be shown."""
    medians = result.statistics["units"]["medians"]
    if len(medians) < 2:  # noqa: PLR2004 -- one unit is compared with none
        return []
    units: dict[int, list[Any]] = {unit: [] for unit, _median in medians}
    names: dict[int, str] = {}
    rows = ResultRow.objects.filter(result=result, participant__unit__in=units)
    rows = rows.exclude(shown=None).filter(participant__left_on=None)
    for row in rows.select_related("participant").only("shown", "participant"):
        unit: Any = row.participant.unit_id
        units[unit].append(row.shown)
        names.setdefault(unit, str(row.participant.unit_name))
    drawn = [(names.get(unit, "–"), units[unit], median) for unit, median in medians]
    return [charts.dots(_("Units beside each other"), drawn, *ends)]


def _value(said: str | None) -> Fraction | None:
    return None if said is None else Fraction(said)
