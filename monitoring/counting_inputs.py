"""What a result is counted from: the marks of the round that runs, as plain data (000/2.2).

All marks are read in one query into a table of codes: participants × indicators × members. A code
from 0 up is a point of the scale; below 0 it says why there is none, as ``statistics.Gap`` does.
Frozen it is a sign for each member in a word for each cell: "545s", the fourth takes no part.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext as _

from monitoring.models import Campaign, Mark, Recusal, Ruling, Sheet, TieVote
from monitoring.scoring_rules import ScoringRules
from monitoring.statistics.scores import Cell, Gap, Scores, score

from .models.criteria import WHOLE

SIGNS = "frjsn0123456789A"  # from -5, forgotten, up to the point ten
LOWEST = -5
GAPS = {"not_applicable": Gap.NOT_APPLICABLE, "cannot_judge": Gap.CANNOT_JUDGE}
NAMED = 10  # cells that a refusal names


def read(campaign: Campaign) -> dict[str, Any]:
    """Everything that the result of the round that runs is counted from, as plain data."""
    sheets = list(
        Sheet.objects.counted(campaign)
        .order_by("member__is_external", "member")
        .values_list("pk", "digest", "member", "member__person", "member__is_external")
    )
    indicators = list(
        columns_of(campaign).values_list(
            "pk", "key", "weight", "criterion", "criterion__key", "criterion__direction__code"
        )
    )
    people = list(
        campaign.participants.order_by("number").values_list(
            "pk", "number", "subject_type", "subject_id", "unit", "out_reason", "left_on"
        )
    )
    criteria: dict[int, int] = {}
    for row in indicators:
        criteria.setdefault(row[3], len(criteria))
    heads = {row[3]: row for row in indicators}
    inputs: dict[str, Any] = {
        "round": campaign.round,
        "kind": campaign.kind.code,
        "year": campaign.year,
        "contest": campaign.kind.is_contest,
        "members": [
            {"sheet": sheet, "digest": seal, "id": member, "person": person, "outside": outside}
            for sheet, seal, member, person, outside in sheets
        ],
        "criteria": [
            {"id": pk, "key": str(heads[pk][4]), "direction": heads[pk][5] or ""} for pk in criteria
        ],
        "indicators": [
            {"id": pk, "key": str(key), "weight": weight, "criterion": criteria[criterion]}
            for pk, key, weight, criterion, _key, _direction in indicators
        ],
        "participants": [
            {
                "id": pk,
                "number": number,
                "subject": [kind, subject],
                "unit": unit,
                "out": bool(out),
                "left": left is not None,
            }
            for pk, number, kind, subject, unit, out, left in people
        ],
    }
    table = _table(campaign, inputs)
    inputs["marks"] = frozen(table)
    inputs["left_out"] = _ruled(campaign, inputs)
    inputs["votes"] = _voted(campaign, inputs)
    return inputs


def columns_of(campaign: Campaign) -> Any:
    """The indicators of the campaign, in the order of the sheet."""
    if campaign.criteria is None:
        raise ValidationError(_("The criteria of the year are not approved yet."))
    return campaign.criteria.indicators()


def _table(campaign: Campaign, inputs: dict[str, Any]) -> Any:
    """The codes of all cells: one query for the marks, one for who does not score whom."""
    rows = keys(inputs["participants"])
    columns = keys(inputs["indicators"])
    sheets = {one["sheet"]: n for n, one in enumerate(inputs["members"])}
    members = {one["id"]: n for n, one in enumerate(inputs["members"])}
    table = np.full((len(rows), len(columns), len(sheets)), -int(Gap.FORGOTTEN), np.int8)
    found = np.fromiter(chain.from_iterable(marks_of(sheets)), np.int64).reshape(-1, 4)
    at = [_positions(found[:, n], index) for n, index in enumerate((rows, columns, sheets))]
    known = (at[0] >= 0) & (at[1] >= 0)
    table[at[0][known], at[1][known], at[2][known]] = found[known, 3]
    recused = Recusal.objects.filter(member__in=members).values_list("participant", "member")
    for participant, member in recused:
        table[rows[participant], :, members[member]] = -int(Gap.STRUCTURAL)
    return table


def marks_of(sheets: Iterable[int]) -> Iterable[tuple[int, int, int, int]]:
    """Participant, indicator, sheet and code of every mark of these sheets: one query."""
    reasons = [When(gap=gap, then=Value(-int(code))) for gap, code in GAPS.items()]
    code = Case(
        When(value__isnull=False, then=F("value")),
        *reasons,
        When(gap="refused", then=Value(-int(Gap.REFUSED))),
        default=Value(-int(Gap.FORGOTTEN)),
        output_field=IntegerField(),
    )
    rows = Mark.objects.filter(sheet__in=list(sheets)).order_by()
    return rows.values_list("participant", "indicator", "sheet", code)


def keys(rows: list[dict[str, Any]]) -> dict[int, int]:
    """Where the row of each key stands."""
    return {row["id"]: n for n, row in enumerate(rows)}


def _positions(values: Any, index: dict[int, int]) -> Any:
    """Where each key stands; -1 for one that is not there."""
    known = np.array(sorted(index), np.int64)
    if not known.size:
        return np.full(len(values), -1)
    where = np.array([index[key] for key in known.tolist()], np.int64)
    found = np.clip(np.searchsorted(known, values), 0, len(known) - 1)
    return np.where(known[found] == values, where[found], -1)


def _ruled(campaign: Campaign, inputs: dict[str, Any]) -> list[list[int]]:
    """Row and column of each cell that the chair left out in this round."""
    rows, columns = keys(inputs["participants"]), keys(inputs["indicators"])
    found = Ruling.objects.filter(participant__campaign=campaign, round=campaign.round)
    cells = found.values_list("participant", "indicator")
    return sorted([rows[p], columns[i]] for p, i in cells if i in columns)


def _voted(campaign: Campaign, inputs: dict[str, Any]) -> list[list[Any]]:
    """Row, votes and the words of the vote of each who was voted on openly in this round."""
    rows = keys(inputs["participants"])
    found = TieVote.objects.filter(participant__campaign=campaign, round=campaign.round)
    told = found.values_list("participant", "votes", "words")
    return sorted([rows[one], votes, words] for one, votes, words in told)


# Frozen and thawed -------------------------------------------------------------------------------


def frozen(table: Any) -> list[list[str]]:
    """The table as words: a row for each participant, a word for each cell, a sign a member."""
    n, c, k = table.shape
    if not table.size:
        return [[""] * c for _row in range(n)]
    signs = np.array(list(SIGNS))[table.astype(np.int64) - LOWEST]
    return np.ascontiguousarray(signs).view(f"<U{k}").reshape(n, c).tolist()


def thawed(inputs: dict[str, Any]) -> Any:
    """The table of codes again."""
    shape = [len(inputs[name]) for name in ("participants", "indicators", "members")]
    letters = "".join(chain.from_iterable(inputs["marks"])).encode()
    codes = np.zeros(128, np.int64)
    codes[list(SIGNS.encode())] = np.arange(len(SIGNS)) + LOWEST
    return codes[np.frombuffer(letters, np.uint8)].reshape(shape)


@dataclass(frozen=True, eq=False)
class Cube:
    """The marks of a result ready to be counted.

    ``lift`` is added to every mark, so that 0 may stand for no mark where the scale begins at 0.
    """

    inputs: dict[str, Any]
    rules: ScoringRules

    @property
    def lift(self) -> int:
        return 1 if self.rules.lowest == 0 else 0

    @property
    def top(self) -> int:
        return self.rules.highest + self.lift

    @cached_property
    def weights(self) -> list[int]:
        return [one["weight"] for one in self.inputs["indicators"]]

    @cached_property
    def scores(self) -> Scores:
        """All participants, also those out of competition and those who left."""
        table = thawed(self.inputs)
        for row, column in self.inputs["left_out"]:
            table[row, column, :] = -int(Gap.NOT_APPLICABLE)
        marks = np.where(table >= 0, table + self.lift, 0)
        gaps = np.where(table < 0, -table, 0)
        needed = self.rules.needed
        return score(marks, self.weights, gaps, minimum=needed, whole=WHOLE, top=self.top)

    def columns(self, criterion: int) -> list[int]:
        """The indicators of a criterion."""
        return [
            n for n, one in enumerate(self.inputs["indicators"]) if one["criterion"] == criterion
        ]

    @cached_property
    def staying(self) -> list[int]:
        """Who is scored: also out of competition, not who left."""
        return [n for n, one in enumerate(self.inputs["participants"]) if not one["left"]]

    @cached_property
    def barred(self) -> frozenset[int]:
        """Who takes no place."""
        people = self.inputs["participants"]
        return frozenset(n for n, one in enumerate(people) if one["left"] or one["out"])


# What cannot be counted ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Unscored:
    """A cell with fewer marks than the rules need: the chair decides."""

    participant: int
    indicator: int
    marks: int


def unscored(campaign: Campaign) -> list[Unscored]:
    """Cells of which the chair has to say: marked once more, or not applicable (scoring.md, 4)."""
    return unscored_of(read(campaign), campaign.scoring)


def unscored_of(inputs: dict[str, Any], rules: ScoringRules) -> list[Unscored]:
    """The same of what was read."""
    cube = Cube(inputs, rules)
    left = set(range(len(inputs["participants"]))) - set(cube.staying)
    found = np.argwhere(cube.scores.cells == Cell.TOO_FEW).tolist()
    return [
        Unscored(
            inputs["participants"][i]["id"],
            inputs["indicators"][c]["id"],
            int(cube.scores.counts[i, c]),
        )
        for i, c in found
        if i not in left
    ]


def refuse_unscored(campaign: Campaign, inputs: dict[str, Any] | None = None) -> None:
    """Refuse to count while the chair has not decided on every cell with too few marks.

    ``inputs``: what was read of it, where it was read already.
    """
    cells = unscored_of(inputs or read(campaign), campaign.scoring)
    if not cells:
        return
    first = cells[:NAMED]
    people = campaign.participants.in_bulk([one.participant for one in first])
    columns = columns_of(campaign).in_bulk([one.indicator for one in first])
    words = [
        _("%(name)s: %(indicator)s (%(count)s of %(needed)s marks)")
        % {
            "name": people[one.participant],
            "indicator": columns[one.indicator],
            "count": one.marks,
            "needed": campaign.scoring.needed,
        }
        for one in first
    ]
    if more := len(cells) - len(first):
        words.append(_("and %(count)s more") % {"count": more})
    why = _("Some cells have too few marks: have them marked once more, or leave them out.")
    raise ValidationError([why, *words])


def live_marks(inputs: dict[str, Any]) -> Any:
    """The table of the marks as they stand in the database now, without who takes no part."""
    sheets = [one["sheet"] for one in inputs["members"]]
    places = [keys(inputs["participants"]), keys(inputs["indicators"])]
    places.append({sheet: n for n, sheet in enumerate(sheets)})
    shape = [len(one) for one in places]
    table = np.full(shape, -int(Gap.FORGOTTEN), np.int64)
    kept = Sheet.objects.filter(pk__in=sheets).values_list("pk", flat=True)
    found = np.fromiter(chain.from_iterable(marks_of(kept)), np.int64).reshape(-1, 4)
    at = [_positions(found[:, n], index) for n, index in enumerate(places)]
    known = (at[0] >= 0) & (at[1] >= 0) & (at[2] >= 0)
    table[tuple(one[known] for one in at)] = found[known, 3]
    return table
