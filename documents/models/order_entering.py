"""The second way in of an order: signed on paper, entered with its true number, day and scan."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import Attachment
from people.models import Person


def keep_paper(order, move, by, approver, scan, number: str, day) -> None:
    """What the paper says, and its picture; within the step that enters it."""
    order.check_ready()
    if day > localdate():
        raise ValidationError({"order_date": _("The order cannot be dated in the future.")})
    name, blob = scan
    Attachment.objects.create(owner=order, blob=blob, name=name, kind="scan", added_by=by)
    order.order_number, order.order_date = order.give_number(number, day), day
    order.approved_at, order.on_paper = timezone.now(), True
    sheet = order._paper_sheet(by, None, approver, order.order_number, day)
    lines = [line.computed_digest() for line in sheet.lines.select_related("decided_by")]
    move.details |= {
        "manifest": sheet.manifest_hash,
        "asks": len(lines),
        "order": order.order_number,
        "lines": lines,
    }


def signer_named(name: str) -> Person | None:
    """Who signed the paper, where they sign here; else who does."""
    directors = Person.objects.holding("documents.approve", own=True).order_by("pk")
    named = next((person for person in directors if person.signature_name == name), None)
    return named or directors.first()
