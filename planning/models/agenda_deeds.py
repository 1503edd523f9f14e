"""What is done with an agenda: items put, moved, taken off; minutes written while people talk."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext

from common.models import deed, record

VOTES = ("votes_for", "votes_against", "votes_abstained")
MINUTES = ("outcome", "heard", "spoke", "resolved", *VOTES)
AGENDA = ("title", "speaker", "speaker_name", "tag")


class Overtaken(ValidationError):
    """Somebody saved the same in the meantime: nothing is overwritten unseen."""


class AgendaWriting(models.QuerySet):
    """Items come and go while the meeting is planned or held."""

    model: Any

    def put(self, meeting, *, by, carried_from=None, **fields):
        """One more item at the end of the agenda."""
        with deed(by=by):
            meeting.lock_agenda(by)
            last = meeting.items.aggregate(last=Max("order"))["last"] or 0
            one = self.model(meeting=meeting, order=last + 1, carried_from=carried_from, **fields)
            one.full_clean()
            one._change_reason = "add_item"
            one.save()
            record(meeting, "add_item", by=by, item=str(one))
        return one


class AgendaDeeds:
    """What is done with one item."""

    votes_for: Any
    votes_against: Any
    votes_abstained: Any
    order: Any

    def rename(self: Any, *, by, revision: int, **fields) -> None:
        """Another wording, speaker or subject of the item."""
        with deed(by=by):
            self.meeting.lock_agenda(by)
            self._take(revision, fields, AGENDA)
            self.full_clean()
            self._keep("change_item")
            record(self.meeting, "change_item", by=by, item=str(self))

    def write(self: Any, *, by, revision: int, **fields) -> None:
        """What was heard, said, resolved, voted; nothing is saved over what one has not seen."""
        with deed(by=by):
            self.meeting.lock_written(by)
            self._take(revision, fields, MINUTES)
            if fields.get("resolved"):
                self.check_resolved()
            said = self.heard or self.spoke or self.resolved or self.has_vote
            if said and not self.outcome:
                self.outcome = "considered"
            if set(fields) & set(VOTES):
                self.check_votes()
            self._keep("write_minutes")
            record(self.meeting, "write_minutes", by=by, item=self.order)

    def check_resolved(self: Any) -> None:
        """Without a quorum at the item nothing is resolved, as nothing is decided."""
        try:
            self.meeting.check_may_decide(self)
        except ValidationError as error:
            raise ValidationError({"resolved": error.messages}) from error

    def _take(self: Any, revision: int, fields: dict, known: tuple) -> None:
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
        if revision != self.revision:
            raise Overtaken(gettext("Somebody saved this item in the meantime."))
        for name, value in fields.items():
            if name not in known:
                raise AssertionError(name)
            setattr(self, name, value)

    def _keep(self: Any, reason: str) -> None:
        self.revision += 1
        self._change_reason = reason
        self.save()

    def shift(self: Any, *, by, up: bool) -> None:
        """One place up or down on the agenda, while nothing is decided under either."""
        with deed(by=by):
            self.meeting.lock_agenda(by)
            self.refresh_from_db()
            near = self.meeting.items.filter(
                **({"order__lt": self.order} if up else {"order__gt": self.order})
            )
            other = near.order_by("-order" if up else "order").first()
            if other is None:
                return
            self.order, other.order = other.order, self.order
            for one in (self, other):
                one._keep("order_items")
            record(self.meeting, "order_items", by=by, item=str(self))

    def remove(self: Any, *, by) -> None:
        """Take it off a planned agenda; at a meeting it stays and says that it was taken off."""
        with deed(by=by):
            self.meeting.lock_agenda(by)
            if self.meeting.state != "planned":
                raise ValidationError(gettext("The meeting is held: say that it was taken off."))
            record(self.meeting, "remove_item", by=by, item=str(self))
            order, meeting = self.order, self.meeting
            for row in self.follow_ups.all():
                row._change_reason = "remove_item"
                row.delete()
            self._change_reason = "remove_item"
            self.delete()
            for later in meeting.items.filter(order__gt=order):
                later.order -= 1
                later._keep("remove_item")

    # Who does not take part in it -----------------------------------------------------------

    def recuse(self: Any, *, by, attendance, reason: str) -> None:
        """A member does not vote on it, and why (domain 2.7, row 9)."""
        with deed(by=by):
            self.meeting.lock_written(by)
            if attendance.role != "member":
                raise ValidationError(gettext("Only members vote: nobody else recuses themselves."))
            row = self.recusals.model(item=self, attendance=attendance, reason=reason)
            row.full_clean()
            row._change_reason = "recuse"
            row.save()
            record(self.meeting, "recuse", by=by, item=self.order, who=attendance.name)

    def take_part(self: Any, *, by, recusal) -> None:
        """The recusal was entered by mistake."""
        with deed(by=by):
            self.meeting.lock_written(by)
            record(self.meeting, "unrecuse", by=by, item=self.order, who=recusal.attendance.name)
            recusal._change_reason = "unrecuse"
            recusal.delete()
