"""The second way in: a version that is in force on paper already is entered as the paper says."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import Attachment
from common.models.journal import digest

from .orders import note_order_number
from .route import StepKind
from .sheet import ApprovalSheet, SheetLine
from .signable import Signable


class EnteredOnPaper(Signable):
    """A signable that may also come in from paper: nothing is backdated, both dates stay."""

    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    on_paper = models.BooleanField(_("approved on paper"), default=False, editable=False)

    class Meta:
        abstract = True

    def take_force(self) -> None:
        """What happens when it comes into force."""
        raise NotImplementedError

    def check_term(self, in_force_from) -> None:
        """What is set for a term cannot come into force when the term is over."""
        until = getattr(self, "valid_until", None)
        if until and in_force_from > until:
            words = _("It is valid until %(date)s only: it cannot come into force after that day.")
            raise ValidationError({"in_force_from": words % {"date": f"{until:%d.%m.%Y}"}})

    def enter(self, *, by, agreed, approver, scan, order_number, order_date, in_force_from):
        """Enter a version that is in force on paper already, with its true dates and numbers.

        ``agreed`` is (body, protocol number, date) or None; ``approver`` the name and position as
        the paper writes them; ``scan`` the name and blob of its picture. ``by`` confirms them.
        """
        with self.step("enter", by=by) as move:
            self.check_ready()
            if max(in_force_from, order_date) > localdate():
                raise ValidationError(
                    {"in_force_from": _("What is not yet in force goes along its route.")}
                )
            self.check_term(in_force_from)
            name, blob = scan
            Attachment.objects.create(owner=self, blob=blob, name=name, kind="scan", added_by=by)
            sheet = self._paper_sheet(by, agreed, approver, order_number, order_date)
            self.order_number, self.order_date = order_number, order_date
            self.in_force_from, self.approved_at = in_force_from, timezone.now()
            self.on_paper = True
            note_order_number(order_number, order_date)
            lines = [line.computed_digest() for line in sheet.lines.select_related("decided_by")]
            move.details |= {
                "manifest": sheet.manifest_hash,
                "asks": len(lines),
                "order": order_number,
                "lines": lines,
            }
            self.take_force()

    def _paper_sheet(self, by, agreed, approver, number, date) -> ApprovalSheet:
        manifest = self.manifest()
        sheet = ApprovalSheet.objects.create(
            subject=self,
            round=self.sheets.count() + 1,
            manifest=manifest,
            manifest_hash=digest(manifest),
            outcome=ApprovalSheet.Outcome.APPROVED,
            closed_at=timezone.now(),
        )
        paper = {
            "sheet": sheet,
            "decision": SheetLine.Decision.AGREED,
            "decided_by": by.person,
            "decided_at": timezone.now(),
            "on_paper": True,
        }
        if agreed:
            body, protocol, on = agreed
            SheetLine.objects.create(
                order=1,
                kind=StepKind.DECIDE,
                body=body,
                position_name=body.stamp_name or body.name,
                number=protocol,
                date=on,
                **paper,
            )
        name, position = approver
        SheetLine.objects.create(
            order=2,
            kind=StepKind.APPROVE,
            name=name,
            position_name=position,
            number=number,
            date=date,
            **paper,
        )
        return sheet
