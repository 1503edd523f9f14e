"""What the protocol of a commission tells of single marks (000/2.2, 4.4; scoring.md, 3, 4, 6).

Whoever works here may read the protocol: where marks lie far apart it names neither the member nor
whose cell it is. The cells are numbered, in an order that tells nothing of the participants;
whoever sees how others were scored finds beside the number whose cell it is.
"""

from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from typing import Any

from monitoring.left_out import rulings_of
from monitoring.models import Result, SpreadNote
from monitoring.tie_words import votes_of


def _cell(note: SpreadNote) -> tuple[int, int]:
    return note.indicator_id, note.participant_id


def cases_of(result: Result) -> Iterable[tuple[int, list[SpreadNote]]]:
    """Each cell that was explained, with its number and the sentences of both ends."""
    rows = SpreadNote.objects.filter(
        sheet__member__campaign=result.campaign_id, sheet__round=result.round
    ).exclude(text="")
    rows = rows.select_related("indicator__criterion", "participant")

    def order(note: SpreadNote) -> tuple:
        one = note.indicator
        shuffled = sha256(f"{result.round} {note.participant_id} {note.indicator_id}".encode())
        return one.criterion.order, one.order, one.pk, shuffled.digest(), note.value, note.pk

    groups = groupby(sorted(rows, key=order), key=_cell)
    return [(n, list(notes)) for n, (_key, notes) in enumerate(groups, 1)]


def spread(result: Result) -> list[dict[str, Any]]:
    """The explanations as the signatures cover them."""
    return [
        {
            "case": case,
            "indicator": dict(note.indicator.title),
            "lowest": note.lowest,
            "highest": note.highest,
            "value": note.value,
            "text": note.text,
        }
        for case, notes in cases_of(result)
        for note in notes
    ]


def whose_cases(result: Result) -> dict[int, str]:
    """Whose cell each number is, for whoever sees how others were scored."""
    return {case: str(notes[0].participant) for case, notes in cases_of(result)}


def votes(result: Result) -> list[dict[str, Any]]:
    """Open votes between equals, and what was said."""
    return [
        {
            "among": [
                {"no": who.number, "name": dict(who.name), "votes": given}
                for who, given in vote["among"]
            ],
            "words": vote["words"],
        }
        for vote in votes_of(result)
    ]


def left_out(result: Result) -> list[dict[str, Any]]:
    """Cells that too few could mark and the chair left out, with the reason."""
    return [
        {
            "no": one.participant.number,
            "name": dict(one.participant.name),
            "indicator": dict(one.indicator.title),
            "reason": one.reason,
            "by": one.decided_by.signature_name,
        }
        for one in rulings_of(result)
    ]
