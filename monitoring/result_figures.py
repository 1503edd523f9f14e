"""The figures of a result as rows to show: on its pages and in its annex (001/5.4)."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import decimal_comma
from monitoring.kind_words import AGREEMENT, scores_people
from monitoring.models import Direction, Participant, Result, ResultRow
from monitoring.result_words import GRADES, MEANS, apart, figure, percent, reason_words, two
from monitoring.scoring_rules import PRIZES


def agreement_rows(result: Result) -> list[tuple[str, str, str]]:
    """What was measured, its value, what it means."""
    told = result.statistics["agreement"]
    order = _("How far places hold (ICC 3,k)")
    if not result.inputs["contest"]:
        order = _("How far the order holds (ICC 3,k)")
    rows = [
        _row(_("Same order (Kendall’s W)"), told["w"]),
        _row(_("Same points (Krippendorff’s alpha, ordinal)"), told["alpha"]["ordinal"]),
        _row(_("The same, by distance (alpha, interval)"), told["alpha"]["interval"]),
        _row(order, told["icc"]["3,k"]),
        _row(_("How far the points themselves hold (ICC 2,k)"), told["icc"]["2,k"]),
    ]
    matches = reason_words(told["matches_reason"])
    rows += [
        (_("Pairs of equal marks"), percent(told["exact"]), matches),
        (_("Pairs of marks at most one point apart"), percent(told["adjacent"]), matches),
        (_("Agreement within a cell (r_wg)"), figure(told["r_wg"]["mean"]), _within(told["r_wg"])),
    ]
    return rows


def _row(label: str, one: dict[str, Any]) -> tuple[str, str, str]:
    if one["value"] is None:
        return label, "–", reason_words(one["reason"])
    said = str(GRADES[one["verdict"]]) if one["verdict"] else ""
    if one.get("p") is not None:
        said = _("%(words)s; chance %(p)s") % {"words": said, "p": chance(one["p"])}
    if one.get("interval"):
        low, high = one["interval"]
        said = f"{said}; {figure(low)} … {figure(high)}"
    return label, figure(one["value"]), said


def chance(p: float | None) -> str:
    """A probability as people read it."""
    if p is None:
        return "–"
    return "< 0,001" if p < 0.001 else decimal_comma(p, 3)  # noqa: PLR2004 -- three decimals


def _within(one: dict[str, Any]) -> str:
    return (
        ""
        if one["none"] is None
        else _("none at all in %(share)s") % {"share": percent(one["none"])}
    )


def agreement_words(result: Result) -> list[str]:
    """The agreement in honest sentences, and on how many people it rests."""
    told = result.statistics["agreement"]
    means = MEANS if result.inputs["contest"] else MEANS | AGREEMENT
    said = [str(means[told["verdict"]])]
    counted = {"people": told["people"], "members": told["members"]}
    if scores_people(result.campaign.kind):
        said.append(_("People: %(people)s, members: %(members)s.") % counted)
    else:
        said.append(_("Scored: %(people)s, members: %(members)s.") % counted)
    if dropped := told["dropped"]:
        said.append(
            ngettext(
                "%(count)s person whom not every member scored is left out of W and ICC.",
                "%(count)s people whom not every member scored are left out of W and ICC.",
                dropped,
            )
            % {"count": dropped}
        )
    if told["w"]["constant"]:
        said.append(
            _("Who gave everybody the same is left out of W: %(count)s.")
            % {"count": len(told["w"]["constant"])}
        )
    if told["ceiling"] and told["verdict"] != "ceiling":
        said.append(str(means["ceiling"]))
    return said


def close_calls(result: Result) -> list[dict[str, Any]]:
    """For each of the first places, who cannot be told from it by these marks."""
    calls = result.statistics["firmness"]["close"]
    wanted = {one["row"] for one in calls} | {row for one in calls for row in one["alike"]}
    names = names_of(result, wanted)
    rows = {
        row.participant_id: row
        for row in ResultRow.objects.filter(result=result, place__lte=PRIZES)
    }
    return [
        {
            "name": names[one["row"]],
            "place": rows[result.inputs["participants"][one["row"]]["id"]].place,
            "alike": ", ".join(names[row] for row in one["alike"]),
            "more": one["count"] - len(one["alike"]),
        }
        for one in calls
    ]


def names_of(result: Result, rows: set[int]) -> dict[int, str]:
    """The names of participants by their index."""
    people = result.inputs["participants"]
    found = Participant.objects.in_bulk([people[row]["id"] for row in rows])
    return {row: str(found[people[row]["id"]]) for row in rows}


def nominations(result: Result) -> list[dict[str, str]]:
    """Whom the marks propose in each direction; the commission determines them (000/4.4)."""
    said = result.statistics["nominations"]
    names = names_of(result, {row for one in said for row in one["winners"]})
    titles = {one.code: str(one.name) for one in Direction.objects.all()}
    why = {
        "no_candidates": _("nobody left to choose from"),
        "below_threshold": _("not awarded: below %(limit)s")
        % {"limit": two(result.rules["threshold"])},
    }
    return [
        {
            "direction": titles.get(one["direction"], one["direction"]),
            "who": ", ".join(names[row] for row in one["winners"]) or why.get(one["reason"], "–"),
            "score": two(one["value"]),
        }
        for one in said
    ]


def units(result: Result) -> dict[str, Any]:
    """Units beside each other, and what may be said of them."""
    told = result.statistics["units"]
    said: list[str] = []
    if not scores_people(result.campaign.kind):
        return {"words": said}
    if told["h"] is not None:
        said.append(
            _("Kruskal-Wallis H %(h)s, chance %(p)s, effect %(effect)s.")
            % {"h": figure(told["h"]), "p": chance(told["p"]), "effect": figure(told["effect"])}
        )
    elif told["reason"]:
        said.append(_("Units are not compared: %(why)s.") % {"why": reason_words(told["reason"])})
    if told["suppressed"]:
        said.append(
            _("Units with fewer than five people are not shown: %(count)s.")
            % {"count": len(told["suppressed"])}
        )
    return {"words": said}


def years(result: Result) -> list[str]:
    """What changed since the year before, in sentences."""
    told = result.statistics["years"]
    if not told:
        return [_("There is no result of an earlier year to compare with.")]
    said = [
        _("Compared with %(year)s: the same indicators %(matched)s of %(all)s, people %(people)s.")
        % {
            "year": told["year"],
            "matched": told["matched"],
            "all": told["indicators"],
            "people": told["people"],
        }
    ]
    if told["mean"] is not None:
        said.append(
            _("Mean change %(mean)s, chance %(p)s, effect %(d)s.")
            % {"mean": apart(told["mean"]), "p": chance(told["p"]), "d": figure(told["d_z"])}
        )
    if not told["same_commission"]:
        said.append(_("The commission had other members then: the change may be theirs."))
    return said


def mean_words(result: Result) -> str:
    """The mean of everybody scored."""
    mean = result.statistics["mean"]
    return "–" if mean is None else two(Fraction(mean))
