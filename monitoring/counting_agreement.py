"""How far the members agree, who is severe, which marks stand out, as plain data (scoring.md, 5-6).

Order and level are looked at on each member's weighted scores (Kendall's W, the intraclass
correlations, severity); single marks on every cell of participant × indicator (Krippendorff's
alpha, equal marks, r_wg, marks that stand out).
"""

from typing import Any

import numpy as np

from monitoring.statistics.agreement import matches
from monitoring.statistics.alpha import Alpha, alpha
from monitoring.statistics.behaviour import external_against_staff, habits
from monitoring.statistics.icc import Correlations, icc
from monitoring.statistics.kendall import Concordance, kendall_w
from monitoring.statistics.missing import fit
from monitoring.statistics.severity import outliers, severity, wide_cells
from monitoring.statistics.verdicts import little_variation

from .counting_places import Standing

OUTLIERS = 100  # the farthest that are kept
DIGITS = 6
SURE = {"good", "excellent"}
SURELY = 0.05


def number(value: Any) -> float | None:
    """A float as it is kept: six digits, the same on every machine."""
    return None if value is None else float(f"{float(value):.{DIGITS}g}")


def pair(limits: Any) -> list[float | None] | None:
    """Two ends of an interval."""
    return None if limits is None else [number(end) for end in limits]


def agreement_of(standing: Standing) -> dict[str, Any]:
    """Everything that the page of agreement shows of all members together."""
    totals, cells = tables(standing)
    w, correlations = kendall_w(totals), icc(totals)
    alphas = {name: alpha(cells, name) for name in ("ordinal", "interval")}  # type: ignore[arg-type]
    same = matches(cells)
    strict = severity(totals)
    ceiling = little_variation(totals) or little_variation(cells)
    told: dict[str, Any] = {
        "people": len(totals),
        "members": totals.shape[1],
        "dropped": w.dropped,
        "w": _concordance(w),
        "alpha": {name: _alpha(one) for name, one in alphas.items()},
        "icc": _correlations(correlations),
        "exact": number(same.exact),
        "adjacent": number(same.adjacent),
        "pairs": same.pairs,
        "matches_reason": same.reason,
        "r_wg": _within(standing),
        "ceiling": ceiling,
    }
    return told | {"verdict": verdict(told, strict.p is not None and strict.p < SURELY)}


def tables(standing: Standing) -> tuple[Any, Any]:
    """Weighted scores of participants × members, and marks of cells × members; NaN for none."""
    staying = standing.cube.staying
    columns = [
        [np.nan if own[n] is None else float(own[n]) for n in staying]  # type: ignore[arg-type]
        for own in standing.by_member
    ]
    totals = np.array(columns, np.float64).reshape(len(columns), len(staying)).T
    marks = standing.scores.marks[staying].astype(np.float64)
    cells = marks.reshape(-1, marks.shape[2])
    return totals, np.where(cells > 0, cells - standing.cube.lift, np.nan)


def verdict(told: dict[str, Any], is_severe: bool) -> str:
    """What it comes to, as the code of a sentence; ``is_severe``: members differ in severity."""
    w, level = told["w"]["verdict"], told["alpha"]["ordinal"]["verdict"]
    if w is None or level is None:
        return "unknown"
    if told["ceiling"]:
        return "ceiling" if told["ceiling"] == "equal_marks" else "close"
    if w in SURE:
        return "agree" if level in SURE else "same_order" if is_severe else "order_only"
    return "level_only" if level in SURE else "partly" if w == "moderate" else "disagree"


def _concordance(one: Concordance) -> dict[str, Any]:
    return {
        "value": number(one.value),
        "reason": one.reason,
        "verdict": one.verdict,
        "constant": list(one.constant),
        "chi2": number(one.chi2),
        "df": one.df,
        "p": number(one.p if one.exact_p is None else one.exact_p),
        "is_exact": one.exact_p is not None,
    }


def _alpha(one: Alpha) -> dict[str, Any]:
    return {
        "value": number(one.value),
        "reason": one.reason,
        "verdict": one.verdict,
        "cells": one.employees,
    }


def _correlations(of: Correlations) -> dict[str, Any]:
    wanted = {form: of.forms[form] for form in ("2,k", "3,k")}  # type: ignore[index]
    return {
        form: {
            "value": number(one.value),
            "reason": one.reason,
            "verdict": one.verdict,
            "interval": pair(one.interval),
        }
        for form, one in wanted.items()
    }


def _within(standing: Standing) -> dict[str, Any]:
    """The mean r_wg of the cells, and the share of those without any agreement (scoring.md, 5)."""
    marks = standing.scores.marks[standing.cube.staying].astype(np.float64)
    counts = (marks > 0).sum(axis=2)
    several = counts > 1
    if not several.any():
        return {"mean": None, "none": None}
    mean = marks.sum(axis=2) / np.maximum(counts, 1)
    apart = np.where(marks > 0, (marks - mean[:, :, None]) ** 2, 0).sum(axis=2)
    points = standing.cube.rules.highest - standing.cube.rules.lowest + 1
    chance = (points**2 - 1) / 12
    found = 1 - (apart / np.maximum(counts - 1, 1))[several] / chance
    shown = np.maximum(found, 0)
    return {"mean": number(shown.mean()), "none": number((found <= 0).mean())}


# Of single members ------------------------------------------------------------------------------


def levels_of(standing: Standing) -> dict[int, float | None]:
    """What those whom not every member scored would have got from all: the severity of whoever is
    missing evened out (scoring.md, 4). Shown beside the score, never in its place.
    """
    totals, _cells = tables(standing)
    fitted = fit(totals)
    if fitted.reason:
        return {}
    gaps = np.isnan(totals)
    some = gaps.any(axis=1) & ~gaps.all(axis=1)
    return {
        n: number(level)
        for n, level, missing in zip(standing.cube.staying, fitted.levels, some, strict=True)
        if missing
    }


def members_of(standing: Standing) -> dict[str, Any]:
    """What the chair alone is told: severity, habits, marks that stand out (scoring.md, 6)."""
    totals, cells = tables(standing)
    strict = severity(totals)
    outside = [n for n, one in enumerate(standing.cube.inputs["members"]) if one["outside"]]
    theirs = None
    if len(outside) == 1 and totals.shape[1] > 1:
        apart = external_against_staff(totals, outside[0])
        theirs = {
            "mean": number(apart.mean),
            "interval": pair(apart.interval),
            "people": apart.n,
            "reason": apart.reason,
        }
    far = outliers(cells)
    return {
        "severity": {
            "effects": [number(one) for one in strict.effects],
            "reason": strict.reason,
            "f": number(strict.f),
            "df": list(strict.df) if strict.df else None,
            "p": number(strict.p),
            "flagged": list(strict.flagged),
        },
        "outside": theirs,
        "habits": [
            {
                "deviation": number(one.deviation),
                "central": bool(one.central),
                "straight": number(one.straight),
                "straight_lining": bool(one.straight_lining),
                "correlation": number(one.correlation),
                "halo": bool(one.halo),
            }
            for one in habits(standing.scores.marks[standing.cube.staying])
        ],
        "outliers": [_outlier(standing, one) for one in far[:OUTLIERS]],
        "outliers_count": len(far),
        "wide": _wide(standing),
    }


def _outlier(standing: Standing, one: Any) -> dict[str, Any]:
    """A mark that stands out: whose, of what, by whom."""
    row, column = divmod(one.employee, standing.scores.marks.shape[1])
    return {
        "row": standing.cube.staying[row],
        "indicator": column,
        "member": one.member,
        "residual": number(one.residual),
        "z": number(one.z),
        "grade": one.grade,
    }


def _wide(standing: Standing) -> int:
    """In how many cells the ends lie as far apart as asks both for a sentence."""
    apart = standing.cube.rules.spread
    marks = standing.scores.marks[standing.cube.staying]
    return len(wide_cells(marks, apart)) if apart else 0
