"""An answer on the agreement sheet: who gave it, as they were then, and the signature under it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Substitution, lacks_statement

from .sheet import SheetLine, Signature


def answer(line: SheetLine, *, by, decision: str = SheetLine.Decision.AGREED) -> None:
    """Enter what somebody said at a line, with the name and the position they had."""
    if line.body is None:
        acted = line.acted_by(by)
        held = line.position or getattr(by.person.appointment(), "position", None)
        if acted:
            substitution = Substitution.objects.get(pk=acted.substitution)
            line.acting, held = substitution.frozen(), substitution.position
        line.name = by.person.signature_name
        line.position_name = held.name if held else {}
    line.decision, line.decided_by, line.decided_at = decision, by.person, timezone.now()
    line.save()


def sign(line: SheetLine, *, by, facts: dict | None = None) -> Signature:
    """Answer with one's own hand: the signature covers the manifest of the sheet (004/7.3.6)."""
    if lacks_statement(by.person):
        raise ValidationError(
            _("Before you sign here, state that your electronic signature is your own.")
        )
    answer(line, by=by)
    signature = Signature(
        line=line,
        person=by.person,
        name=line.name,
        position_name=line.position_name,
        meaning=line.kind,
        manifest_hash=line.sheet.manifest_hash,
        facts={"number": line.number, "date": line.date and line.date.isoformat()}
        | ({"acting": line.acting} if line.acting else {})
        | (facts or {}),
        signed_at=line.decided_at,
    )
    signature.digest = signature.computed_digest()
    signature.save()
    return signature


def answer_on_paper(line: SheetLine, *, by, date) -> None:
    """Enter a signature that stands on the printed paper: of whom, of which day, who confirms."""
    person: Any = line.person
    held = person.appointment()
    line.name = person.signature_name
    line.position_name = held.position.name if held else {}
    line.date, line.on_paper = date, True
    line.decision, line.decided_by = SheetLine.Decision.AGREED, by.person
    line.decided_at = timezone.now()
    line.save()
