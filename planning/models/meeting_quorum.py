"""Whether enough members came, at a meeting and at each of its items (agency 4.22; domain 2.7)."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext, ngettext


@dataclass(frozen=True)
class Quorum:
    """How many members there are, how many came, how many are needed; 0 where nobody asks."""

    members: int
    present: int
    needed: int

    @property
    def is_there(self) -> bool:
        """Whether enough came."""
        return self.present >= self.needed


class QuorumDeeds:
    """What of a meeting hangs on its quorum."""

    def quorum(self: Any, item=None) -> Quorum:
        """Members written down, present (at an item without who left before it), and needed."""
        members = self.attendance.members()
        total, rule = members.count(), self.rule("quorum")
        needed = {
            "half": total // 2 + 1,
            "two_thirds": -(-2 * total // 3),
            "number": self.rule("quorum_number") or 0,
        }.get(rule, 0)
        here = members.present() if item is None else members.still_at(item)
        return Quorum(total, here.count(), needed)

    def check_may_decide(self: Any, item) -> None:
        """Without a quorum at the item nothing is decided under it."""
        quorum = self.quorum(item)
        if not quorum.is_there:
            words = gettext(
                "There is no quorum: %(present)s of %(members)s members are here, %(needed)s are "
                "needed. Nothing can be decided."
            )
            raise ValidationError(words % vars(quorum))

    def check_decided(self: Any) -> None:
        """Nothing is decided or resolved under an item at which, as was noted later, too few were
        left.
        """
        for item in self.items.filter(~Q(resolved="") | Q(decisions__isnull=False)).distinct():
            quorum = self.quorum(item)
            if not quorum.is_there:
                words = gettext(
                    "Something was decided under item %(order)s without a quorum: %(present)s of "
                    "%(members)s members were there, %(needed)s are needed. Strike it out, or "
                    "correct who had left."
                )
                raise ValidationError(words % {"order": item.order, **vars(quorum)})

    def led_and_absent(self: Any) -> list:
        """Who is named as chair or secretary and stands on the list as one who did not come."""
        led = [one for one in (self.chair, self.secretary) if one]
        rows = self.attendance.filter(person__in=led).exclude(presence="present")
        away = set(rows.exclude(role="invited", presence="").values_list("person", flat=True))
        return [one for one in led if one.pk in away]

    def check_led(self: Any) -> None:
        """Who presided and who kept the minutes were there; a meeting that was not held for lack
        of a quorum is noted by its secretary, also without its chair.
        """
        away = self.led_and_absent()
        if self.secretary in away:
            words = gettext(
                "%(who)s is named as secretary and is not noted as present. Choose under “Edit” "
                "who kept the minutes, or correct who is here."
            )
            raise ValidationError(words % {"who": self.secretary.short_name})
        if self.chair in away and not self.lacks_quorum:
            words = gettext(
                "%(who)s is named as chair and is not noted as present. Choose under “Edit” who "
                "presided, or correct who is here."
            )
            raise ValidationError(words % {"who": self.chair.short_name})

    def doubtful_votes(self: Any) -> dict[int, str]:
        """Items whose votes do not add up any more, since others vote now than did, each with what
        is wrong; the votes stay as they were typed until somebody mends them.
        """
        voted = list(self.items.filter(votes_for__isnull=False))
        if not voted:
            return {}
        here = list(self.attendance.members().present().values_list("pk", "left_at__order"))
        out = set(self.items.values_list("pk", "recusals__attendance"))
        needed = self.quorum().needed
        found = {}
        for item in voted:
            still = [row for row, left in here if left is None or left > item.order]
            voters = sum((item.pk, row) not in out for row in still)
            if len(still) < needed:
                found[item.pk] = gettext("Votes stand here, and there is no quorum any more.")
            elif sum(item.votes) != voters:
                words = ngettext(
                    "The votes do not add up any more: %(voters)s member votes now.",
                    "The votes do not add up any more: %(voters)s members vote now.",
                    voters,
                )
                found[item.pk] = words % {"voters": voters}
        return found
