"""What comes from outside is registered, not approved: editions, changes, repeal (004/4.2.3).

A law, a resolution, a standard passes no route here: its control copy is recorded, staff are
acquainted with it, its changes are registered, in the end its repeal (003/5.4.3).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import Step, deed
from common.models.journal import digest
from people.models import Appointment

from .ending import Ending

OUTSIDE_STEPS = {
    "register": Step(
        label=_("Register"),
        done=_("registered it"),
        source={"draft"},
        target="in_force",
        also={"approved"},
        permission="documents.register_documentversion",
    ),
    "repeal": Step(
        label=_("Register the repeal"),
        done=_("registered its repeal"),
        source={"in_force"},
        target="withdrawn",
        permission="documents.repeal_documentversion",
        danger=True,
    ),
}
#: What of an edition may change lawfully later, by deeds on its card.
OF_THE_CARD = {"title", "type", "basis", "basis_text", "access"}


def registered_digest(version) -> str:
    """The digest of what was registered: texts, files, numbers; not what the card says."""
    kept = {key: value for key, value in version.manifest().items() if key not in OF_THE_CARD}
    return digest(kept)


def chosen_readers(version, people):
    """Of those who read, only the holders of the positions that an external document names."""
    facts = getattr(version.document, "facts", None) if version.is_external else None
    positions = list(facts.read_by.all()) if facts else []
    if not positions:
        return people
    held = Appointment.objects.on().filter(position__in=positions)
    return people.filter(pk__in=held.values("person"))


class FromOutside(Ending):
    """The deeds of an edition of an external document; of internal ones they are never taken."""

    document: Any
    attachments: Any
    texts: Any
    version_before: Any

    class Meta:
        abstract = True

    @property
    def is_external(self) -> bool:
        """Comes from outside: it is registered, not approved here."""
        return self.document.type.is_external

    def register(self, *, by, number, date, in_force_from):
        """Register an edition with its control copy; staff are asked to read it (003/5.4.3).

        ``number`` and ``date`` are those of the act by which this edition came. What holds from a
        later day waits for it; owners of documents that name it are asked at once.
        """
        from .external import reexamine  # noqa: PLC0415 -- it knows versions

        with deed(by=by), self.step("register", by=by) as move:
            self._check_control_copy()
            if date > localdate():
                raise ValidationError({"date": _("The act cannot be dated in the future.")})
            self.order_number, self.order_date = number, date
            self.in_force_from = in_force_from
            move.details |= {
                "act": number,
                "date": date.isoformat(),
                "in_force_from": in_force_from.isoformat(),
                "registered": registered_digest(self),
            }
            self.document.note_registered()
            if in_force_from > localdate():
                move.target = "approved"
            else:
                self.take_force()
            if self.version_before():
                reexamine(self, by=by, repealed=False)

    def repeal(self, *, by, number, date, ended_on, reason):
        """It is repealed by a later act: take it out of use, have what names it re-examined."""
        from .external import reexamine  # noqa: PLC0415 -- it knows versions

        with deed(by=by), self.step("repeal", by=by) as move:
            if max(date, ended_on) > localdate():
                raise ValidationError(
                    {"ended_on": _("Register the repeal on the day it comes into force.")}
                )
            if ended_on < self.in_force_from:
                raise ValidationError(
                    {"ended_on": _("It cannot be repealed before it came into force.")}
                )
            self.ended_on, self.end_reason = ended_on, reason
            self.document.note_repeal(number, date)
            move.details |= {
                "act": number,
                "date": date.isoformat(),
                "ended_on": ended_on.isoformat(),
            }
            self.end_use()
            reexamine(self, by=by, repealed=True)

    def end_use(self) -> None:
        """Its paper copies come back as well (003/5.4.3)."""
        from .paper_copy import PaperCopy  # noqa: PLC0415 -- copies know versions

        super().end_use()
        PaperCopy.objects.recall_all(self)

    def _check_control_copy(self) -> None:
        files = self.attachments.filter(kind="attachment")
        if not files.exists() and not any(not text.is_empty for text in self.texts.all()):
            raise ValidationError(_("Attach the control copy first."))
