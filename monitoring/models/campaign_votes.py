"""The open vote of the commission between those who are equal at the first places (scoring.md, 3).

Only the places that are given are voted on (000/4.4): further down equals share their place.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.scoring_rules import PRIZES, TieBreak
from monitoring.signing_now import check_open

from .campaign_deeds import _models


class CampaignVotes:
    """Who is equal, how the commission voted, and the count that follows."""

    results: Any

    def ties_to_vote(self: Any) -> list[list[Any]]:
        """The rows of each group that only an open vote tells apart, the first place first.

        Also those who were voted on already: a slip of the pen is put right until it is signed.
        """
        result = self.results.current().first()
        if result is None:
            return []
        keys = [one["id"] for one in result.inputs["participants"]]
        lines = [line for line in result.statistics["ties"] if line["step"] == TieBreak.VOTE]
        of = {keys[at]: n for n, line in enumerate(lines) for at in line["among"]}
        groups: dict[int, list[Any]] = {}
        rows = result.rows.filter(participant__in=of).select_related("participant")
        for row in rows.order_by("place", "participant__number"):
            groups.setdefault(of[row.participant_id], []).append(row)
        return [group for group in groups.values() if group[0].place <= PRIZES]

    def voters_on(self: Any, rows) -> int:
        """How many members vote between these: nobody votes on themselves."""
        people = {row.participant.person_id for row in rows}
        result = self.results.current().get()
        return sum(one["person"] not in people for one in result.inputs["members"])

    def take_vote(self: Any, *, by, votes: dict[int, int], words: str):
        """The chair, the secretary or the director records an open vote, nobody on themselves; the
        result is counted once more.

        ``votes`` by the key of each who is equal. The result before stays and counts no more; a
        draft of the protocol goes over to the new one.
        """
        with self.step("take_vote", by=by) as move:
            check_open(self)
            self.refuse_rewarded()
            if not words.strip():
                raise ValidationError({"words": _("Say in a sentence how it was voted.")})
            group = next(
                (
                    rows
                    for rows in self.ties_to_vote()
                    if {row.participant_id for row in rows} == set(votes)
                ),
                None,
            )
            if group is None:
                raise ValidationError(_("These are not equal any more: look at the places again."))
            if self.own_keys(by) & set(votes):
                raise PermissionDenied
            self._check_votes(group, votes)
            TieVote = _models().TieVote  # noqa: N806 -- a model
            for row in group:
                told = {"participant": row.participant, "round": self.round}
                one = TieVote.objects.filter(**told).first() or TieVote(**told)
                one.votes, one.words = votes[row.participant_id], words.strip()
                one.recorded_by, one.at = by.person, timezone.now()
                one._change_reason = "take_vote"
                one.save()
            result = self.results.current().get()
            result.superseded_at, result.superseded_because = timezone.now(), words.strip()
            result.save(update_fields=["superseded_at", "superseded_because"])
            self.computed_by, self.progress = by, 0
            move.details["votes"] = [
                [row.participant_id, votes[row.participant_id]] for row in group
            ]

    def _check_votes(self: Any, group, votes: dict[int, int]) -> None:
        """As many votes at most as there are members who may vote, and one at least."""
        given, most = sum(votes.values()), self.voters_on(group)
        if min(votes.values()) < 0 or not 0 < given <= most:
            raise ValidationError(
                _("%(given)s votes were entered; %(most)s members vote, each once.")
                % {"given": given, "most": most}
            )

    def follow_the_count(self: Any, result) -> None:
        """A draft of the protocol is over the result that counts: the new one of the same round."""
        drafts = self.protocols.filter(
            state="draft", result__round=result.round, result__superseded_at__isnull=False
        )
        for draft in drafts:
            draft.result, draft._change_reason = result, "settle"
            draft.save()
