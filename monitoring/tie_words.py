"""Who was equal with whom, and what told them apart, in sentences (000/4.4; scoring.md, 3)."""

from typing import Any

from django.utils.translation import gettext as _

from monitoring.models import Participant, Result, TieVote
from monitoring.result_words import decided_words
from monitoring.scoring_rules import TieBreak

MOST = 5  # names of one sentence


def tie_sentences(result: Result, participant: Participant) -> list[str]:
    """For each step of the chain that met this participant, with whom they were equal."""
    keys = [one["id"] for one in result.inputs["participants"]]
    at = keys.index(participant.pk)
    lines = [line for line in result.statistics.get("ties", []) if at in line["among"]]
    found = Participant.objects.in_bulk({keys[n] for line in lines for n in line["among"]})
    votes = dict(result.inputs.get("votes", []))
    said = []
    for line in lines:
        others = [n for n in line["among"] if n != at]
        is_voted = line["step"] == TieBreak.VOTE and line["outcome"] != "not_comparable"
        names = [
            f"{found[keys[n]]} – {votes.get(n, 0)}" if is_voted else str(found[keys[n]])
            for n in others[:MOST]
        ]
        told = ", ".join(names)
        if (more := len(others) - MOST) > 0:
            told = _("%(names)s and %(count)s more") % {"names": told, "count": more}
        said.append(_sentence(line, told, votes.get(at, 0)))
    return said


def _sentence(line: dict[str, Any], names: str, own: int) -> str:
    values = {"names": names, "step": decided_words(line["step"]), "own": own}
    if line["step"] == TieBreak.VOTE:
        if line["outcome"] == "not_comparable":
            return _("Equal score with: %(names)s. The commission has not voted openly.") % values
        return _("Equal score, open vote of the commission: %(own)s; others: %(names)s.") % values
    if line["outcome"] == "decided":
        return _("Equal score with: %(names)s. It was decided %(step)s.") % values
    if line["outcome"] == "equal":
        return _("Equal score with: %(names)s. They stayed equal %(step)s.") % values
    return _("Equal score with: %(names)s. It could not be decided %(step)s.") % values


def votes_of(result: Result) -> list[dict[str, Any]]:
    """The open votes that this result was counted with: who got how many, and what was said."""
    votes = {
        result.inputs["participants"][row]["id"]: given
        for row, given in result.inputs.get("votes", [])
    }
    if not votes:
        return []
    rows = TieVote.objects.filter(participant__in=votes, round=result.round)
    told: dict[str, list] = {}
    for one in rows.select_related("participant").order_by("participant__number"):
        told.setdefault(one.words, []).append((one.participant, votes[one.participant_id]))
    return [{"among": among, "words": words} for words, among in told.items()]
