"""Who was equal with whom, and what told them apart, in sentences (000/4.4; scoring.md, 3)."""

from collections.abc import Collection
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from monitoring.models import Participant, Result
from monitoring.result_words import decided_words, percent, two
from monitoring.scoring_rules import TieBreak

MOST = 5  # names of one sentence


def tie_sentences(
    result: Result,
    participant: Participant,
    *,
    tells_members: bool,
    own: Collection[int] = (),
) -> list[str]:
    """With whom this participant was equal, and what each step of the chain did with them.

    What the external expert gave is told only to who may know which member gave what, and where
    none of the equals is the reader: ``own`` are the reader's own keys.
    """
    keys = [one["id"] for one in result.inputs["participants"]]
    at = keys.index(participant.pk)
    lines = [line for line in result.statistics["ties"] if at in line["among"]]
    found = Participant.objects.in_bulk({keys[n] for line in lines for n in line["among"]})
    said = []
    for among, steps in groupby(lines, key=lambda line: line["among"]):
        others = [n for n in among if n != at]
        told = ", ".join(str(found[keys[n]]) for n in others[:MOST])
        if (more := len(others) - MOST) > 0:
            told = _("%(names)s and %(count)s more") % {"names": told, "count": more}
        named = {n: str(found[keys[n]]) for n in [at, *others[:MOST]]}
        tells = tells_members and not any(keys[n] in own for n in among)
        rows = [(line, _compared(line, named, tells)) for line in steps]
        parts = [_("Equal score with: %(names)s.") % {"names": told}, *_steps(rows)]
        said.append(" ".join(parts))
    return said


def _compared(line: dict[str, Any], named: dict[int, str], tells_members: bool) -> list[str]:
    """“A – 4,60”, “B – 4,40”: the values that a step compared."""
    if line["step"] == TieBreak.OUTSIDER and not tells_members:
        return []
    values = dict(zip(line["among"], line["values"], strict=True))
    return [
        f"{name} – {_value(line['step'], values[n])}"
        for n, name in named.items()
        if values[n] is not None
    ]


def _value(step: str, value: str) -> str:
    """Votes as they were counted, shares of marks in per cent, scores with two decimals."""
    if step == TieBreak.VOTE:
        return value
    if step in (TieBreak.HIGHEST, TieBreak.LOWEST):
        return percent(float(abs(Fraction(value))))
    return two(value)


def _steps(lines: list[tuple[dict[str, Any], list[str]]]) -> list[str]:
    """What the steps did with the same equals: those that left them equal in one sentence."""
    equal = [decided_words(one["step"]) for one, _told in lines if one["outcome"] == "equal"]
    said = [_("They stayed equal: %(steps)s.") % {"steps": "; ".join(equal)}] if equal else []
    for line, compared in lines:
        is_vote, outcome = line["step"] == TieBreak.VOTE, line["outcome"]
        step = decided_words(line["step"])
        if is_vote and outcome == "not_comparable":
            said.append(_("The commission has not voted openly."))
        elif is_vote:
            told = {"votes": ", ".join(compared)}
            said.append(_("Open vote of the commission: %(votes)s.") % told)
        elif outcome == "decided":
            said.append(_decided(step, "; ".join(compared)))
        elif outcome == "not_comparable":
            said.append(_("It could not be decided %(step)s.") % {"step": step})
    return said


def _decided(step: str, compared: str) -> str:
    if not compared:
        return _("It was decided %(step)s.") % {"step": step}
    return _("It was decided %(step)s: %(values)s.") % {"step": step, "values": compared}


def votes_of(result: Result) -> list[dict[str, Any]]:
    """The open votes that this result was counted with: who got how many, and what was said."""
    votes = {row: (given, words) for row, given, words in result.inputs["votes"]}
    lines = [
        sorted(line["among"])
        for line in result.statistics["ties"]
        if line["step"] == TieBreak.VOTE and votes.keys() >= set(line["among"])
    ]
    keys = [one["id"] for one in result.inputs["participants"]]
    found = Participant.objects.in_bulk({keys[n] for among in lines for n in among})
    return [
        {"among": [(found[keys[n]], votes[n][0]) for n in among], "words": votes[among[0]][1]}
        for among in lines
    ]
