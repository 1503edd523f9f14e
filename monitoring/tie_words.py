"""Who was equal with whom, and what told them apart, in sentences (000/4.4; scoring.md, 3)."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from monitoring.counting_inputs import Cube
from monitoring.counting_places import Standing
from monitoring.models import Participant, Result
from monitoring.result_words import decided_words, percent, two
from monitoring.scoring_rules import ScoringRules, TieBreak

MOST = 5  # names of one sentence


def tie_sentences(result: Result, participant: Participant, *, tells_members: bool) -> list[str]:
    """With whom this participant was equal, and what each step of the chain did with them.

    What the external expert gave is told only to who may know which member gave what.
    """
    keys = [one["id"] for one in result.inputs["participants"]]
    at = keys.index(participant.pk)
    lines = [line for line in result.statistics.get("ties", []) if at in line["among"]]
    found = Participant.objects.in_bulk({keys[n] for line in lines for n in line["among"]})
    votes = {row: given for row, given, _words in result.inputs["votes"]}
    figures = _figures(result) if lines else {}
    if not tells_members:
        figures.pop(TieBreak.OUTSIDER, None)
    said = []
    for among, steps in groupby(lines, key=lambda line: line["among"]):
        others = [n for n in among if n != at]
        told = ", ".join(str(found[keys[n]]) for n in others[:MOST])
        if (more := len(others) - MOST) > 0:
            told = _("%(names)s and %(count)s more") % {"names": told, "count": more}
        named = {n: str(found[keys[n]]) for n in [at, *others[:MOST]]}
        given = ", ".join(f"{name} – {votes.get(n, 0)}" for n, name in named.items())
        rows = [line | {"figures": figures.get(line["step"], {})} for line in steps]
        parts = [_("Equal score with: %(names)s.") % {"names": told}, *_steps(rows, given, named)]
        said.append(" ".join(parts))
    return said


def _figures(result: Result) -> dict[str, dict[int, str]]:
    """What each step of the chain compared, by the index of the participant."""
    standing = Standing(Cube(result.inputs, ScoringRules.of(result.rules)))
    return {
        step.code: {
            n: percent(float(abs(value)))
            if step.code in (TieBreak.HIGHEST, TieBreak.LOWEST)
            else two(str(value))
            for n, value in step.values.items()
            if value is not None
        }
        for step in standing.chain()
    }


def _compared(line: dict[str, Any], named: dict[int, str]) -> str:
    """“A – 4,60; B – 4,40”: the values that told equals apart."""
    found = line["figures"]
    return "; ".join(f"{name} – {found[n]}" for n, name in named.items() if n in found)


def _steps(lines: list[dict[str, Any]], votes: str, named: dict[int, str]) -> list[str]:
    """What the steps did with the same equals: those that left them equal in one sentence."""
    equal = [decided_words(one["step"]) for one in lines if one["outcome"] == "equal"]
    said = [_("They stayed equal: %(steps)s.") % {"steps": "; ".join(equal)}] if equal else []
    for line in lines:
        is_vote, outcome = line["step"] == TieBreak.VOTE, line["outcome"]
        values = {"step": decided_words(line["step"]), "votes": votes}
        if is_vote and outcome == "not_comparable":
            said.append(_("The commission has not voted openly."))
        elif is_vote:
            said.append(_("Open vote of the commission: %(votes)s.") % values)
        elif outcome == "decided":
            said.append(_decided(values["step"], _compared(line, named)))
        elif outcome == "not_comparable":
            said.append(_("It could not be decided %(step)s.") % values)
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
