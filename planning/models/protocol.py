"""The protocol of a meeting as a paper that is signed (agency 6; domain 2.7; 004/5.5.3).

The secretary signs first, then the members where all sign, the chair last. What was signed is
never rewritten: a mistake is corrected by a protocol of its own, which names the first.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import Todo, TranslatedText, deed, record
from documents.models import SheetLine
from documents.models.route import StepKind

from .meeting_deeds import MINUTES
from .protocol_manifest import manifest_of, signers_of

if TYPE_CHECKING:
    from .meeting import Meeting

OPINION_DAYS = 3  # after the signing, in which a member may still write another opinion


class Protocol(models.Model):
    """What a meeting has because its protocol is signed."""

    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="corrections",
        verbose_name=_("corrects the protocol"),
    )
    correction = models.CharField(
        _("what is corrected"), max_length=500, blank=True, editable=False
    )

    class Meta:
        abstract = True

    def presiding(self: Any):
        """Who chaired it: of a meeting that was not held, nobody where the chair did not come."""
        return None if self.lacks_quorum and self.chair in self.led_and_absent() else self.chair

    # What the kernel of signing asks ----------------------------------------------------------

    def manifest(self) -> dict:
        """All that a signature covers: who was there, what was heard, voted and decided."""
        return manifest_of(self)

    def get_route(self) -> None:
        """Nobody approves a protocol: those sign who led, wrote it down, or sat there."""

    def must_name(self, route) -> bool:
        """The kind of the meeting says who signs, nobody else."""
        return False

    def make_lines(self: Any, sheet, route, agreeing) -> list[SheetLine]:
        """The secretary, then the members where all sign, the chair last; nobody signs twice.

        From here on the protocol is the secretary's: what is returned comes back to them.
        """
        self.author = self.secretary
        return [
            SheetLine(sheet=sheet, order=order, kind=StepKind.SIGN, person=person)
            for order, person in signers_of(self)
        ]

    # Deeds --------------------------------------------------------------------------------------

    def send(self: Any, *, by, agreeing=()):
        """The minutes are finished: they are frozen and go to be signed."""
        with deed(by=by):
            super().send(by=by, agreeing=agreeing)  # type: ignore[misc]
            Todo.objects.about(self).filter(kind=MINUTES).done()

    def recall(self: Any, *, by):
        """The secretary takes the minutes back to change them."""
        with deed(by=by):
            super().recall(by=by)  # type: ignore[misc]
            Todo.objects.ask([self.secretary], MINUTES, self)

    def correct(self: Any, *, by, day, correction: str) -> "Meeting":
        """Plan the meeting whose protocol will correct this one, and say what it corrects."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            if not by.has_perm("planning.correct_meeting", self):
                raise PermissionDenied
            made = type(self).plan(
                by=by,
                kind=self.kind,
                project=self.project,
                day=day,
                place=self.place,
                form=self.form,
                chair=self.chair,
                secretary=self.secretary,
                corrects=self,
                correction=correction,
            )
            last = made.items.count()
            made.items.create(order=last + 1, title=correcting_title(self))
            record(self, "correct_protocol", by=by, by_meeting=made.pk)
        return made

    def items_to_extract(self: Any, user):
        """What one may take out of it: whoever keeps it all, others what they answer for."""
        if user.has_perm("planning.keep_meeting", self):
            return self.items.all()
        own = self.items.filter(decisions__responsible=user.person_id)
        return self.items.filter(pk__in=own.values("pk"))

    def extract(self: Any, *, by, items, language: str) -> list[int]:
        """Take items out of a signed protocol; who took which is journalled."""
        with deed(by=by):
            if not by.has_perm("planning.extract_meeting", self):
                raise PermissionDenied
            found = self.items_to_extract(by).filter(pk__in=[item.pk for item in items])
            numbers = list(found.values_list("order", flat=True))
            if len(numbers) != len(items):
                raise PermissionDenied
            record(self, "make_extract", by=by, items=numbers, language=language)
        return numbers

    def correction_signed(self: Any) -> "Meeting | None":
        """The signed protocol that corrects this one; the newest of several."""
        found = self.corrections.filter(approved_at__isnull=False, lacks_quorum=False)
        return found.order_by("-approved_at").first()

    def takes_opinions(self: Any) -> bool:
        """Whether a member may still write a dissenting opinion."""
        if self.approved_at is None:
            return self.state in ("open", "held", "agreeing")
        last = localdate(self.approved_at) + timedelta(days=OPINION_DAYS)
        return localdate() <= last


def correcting_title(old) -> TranslatedText:
    """The item under which a protocol is corrected."""
    day = f"{old.day:%d.%m.%Y}"
    return TranslatedText(
        ky=f"{day} № {old.number} протоколду оңдоо жөнүндө",
        ru=f"Об исправлении протокола № {old.number} от {day}",
        en=f"On the correction of protocol No. {old.number} of {day}",
    )
