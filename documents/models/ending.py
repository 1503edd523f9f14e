"""How a version stops to be in force, and what a change of force settles (004/4.2.2, 4.2.3)."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.caller import SYSTEM
from common.models import Todo
from people.models import lacks_statement

from .orders import next_order_number, note_order_number
from .paper import EnteredOnPaper

# What waits for people only as long as the version is in force.
#: Nobody works by a version in one of these states any more.
ENDED = ("superseded", "withdrawn")
WHILE_IN_FORCE = ["documents.read", "documents.expires", "documents.withdraw"]


class Ending(EnteredOnPaper):
    """A version that is superseded by a newer one, or withdrawn by an order."""

    # Those of the version.
    document: Any
    requests: Any
    reviews: Any
    version_before: Any
    valid_until: Any
    ended_on: Any

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """What comes into force or ends moves the day of the next review."""
        super().save(*args, **kwargs)
        if self.state in ("in_force", *ENDED):
            type(self.document).objects.filter(pk=self.document.pk).put_reviews_in_step()

    def check_may_go(self):
        """A new version of what was ever in force rests on an accepted change request."""
        if self.lacks_request():
            raise ValidationError(
                _(
                    "A new version of this kind of document rests on an accepted change request: "
                    "choose it under “Version data”."
                )
            )

    def lacks_request(self) -> bool:
        """Whether an accepted request is asked for and this version carries none."""
        return (
            self.document.type.needs_request
            and self.version_before() is not None
            and not self.requests.filter(state="accepted").exists()
        )

    def supersede(self, *, by, on):
        """A newer version takes this one's place; it stays readable for ever."""
        with self.step("supersede", by=by):
            self.ended_on = on
            self.end_use()

    def withdraw(self, *, by, reason, order_number="", order_date=None, seen=None, means=""):
        """Take the version out of use by an order, with nothing in its place (004/4.2.3).

        It stays readable for ever. Whatever in force rests on it or refers to it is reviewed.
        """
        from .withdrawal import Withdrawal  # noqa: PLC0415 -- withdrawals know versions

        with self.step("withdraw", by=by) as move:
            on = order_date or localdate()
            if on > localdate():
                raise ValidationError({"order_date": _("The order cannot be dated in the future.")})
            if seen is not None and (self.sheet is None or seen != self.sheet.manifest_hash):
                raise ValidationError(
                    _("This text changed after you opened it. Read it again before you sign.")
                )
            if lacks_statement(by.person):
                raise ValidationError(
                    _("Before you sign here, state that your electronic signature is your own.")
                )
            if order_number:
                note_order_number(order_number, on)
            else:
                order_number = next_order_number(on)
            self.ended_on, self.end_reason = localdate(), reason
            move.reason = "withdraw"
            signed = Withdrawal.sign(self, by=by, number=order_number, date=on, means=means)
            move.details |= {
                "order": order_number,
                "date": on.isoformat(),
                "withdrawal": signed.digest,
            }
            self.end_use()
            self._review_what_rests_on_it(by)

    @property
    def last_day(self):
        """The last day it was in force; on the day it ended another held already, or none."""
        return self.ended_on and max(self.ended_on - timedelta(days=1), self.in_force_from)

    def to_replace(self):
        """The version in force that ends on the day this one comes into force."""
        return self.document.versions.filter(state="in_force").exclude(pk=self.pk).first()

    def proposed_day(self):
        """The day to come into force on: today, or the day after what is set for a term ends."""
        today, old = localdate(), self.to_replace()
        own, until = self.valid_until, old.valid_until if old else None
        if until and own and today <= until < own:
            return until + timedelta(days=1)
        return today

    def take_force(self) -> None:
        """The version before is superseded, the requests it answers are done, readers are asked."""
        for old in self.document.versions.filter(state="in_force"):
            old.supersede(by=SYSTEM, on=self.in_force_from)
        for request in self.requests.filter(state="accepted"):
            request.fulfil(by=SYSTEM)
        self.ask_to_read()

    def ask_to_read(self) -> None:
        """Ask its readers to read it."""
        raise NotImplementedError

    def set_requests_free(self) -> None:
        """A version that never comes into force answers no request: the next one may."""
        for request in self.requests.filter(state="accepted"):
            request.be_carried_by(None, by=SYSTEM)

    def end_use(self) -> None:
        """It has ended: nobody is asked to read or review it any more."""
        Todo.objects.about(self).filter(kind__in=WHILE_IN_FORCE).done()
        for review in self.reviews.filter(state="open"):
            review.overtake(by=SYSTEM)

    def _review_what_rests_on_it(self, by) -> None:
        from .document import Document  # noqa: PLC0415 -- only for its rows
        from .review import DocumentReview  # noqa: PLC0415 -- reviews know versions

        for document in Document.objects.resting_on(self.document):
            DocumentReview.objects.begin(document, "related", by=by, cause=self)
