"""The one shape of everything that is agreed, approved and signed (004/7.3.5, 7.3.6).

A regulation, an order, a nomenclature, a plan: each has a manifest, passes a route, carries an
agreement sheet with signatures over that manifest, and ends in a frozen PDF with a public token.
"""

import secrets

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.models import Attachment, Lifecycle, Revised, Todo
from common.models.journal import digest
from people.models import Person

from .hand import answer, answer_on_paper, sign
from .orders import next_order_number, note_order_number
from .route import Route, StepKind
from .routing import lines_of, put_in_step
from .sending import Sending
from .sheet import ApprovalSheet, SheetLine


def new_token() -> str:
    """A public token of 128 bits, printed in the QR code for ever."""
    return secrets.token_hex(16)


class SignableQuerySet(models.QuerySet):
    def asked_of(self, user):
        """Papers on whose sheets this user is asked, or has answered."""
        asked = (
            Q(person__in=[user.person_id, *user.stands_in_for])
            | Q(position__in=user.positions)
            | Q(decided_by=user.person_id)
        )
        if "documents.record_decisions" in user.powers:
            asked |= Q(body__isnull=False)
        return self.filter(sheets__lines__in=SheetLine.objects.filter(asked))

    def asked_ids(self, user):
        """Their keys, for a condition beside others."""
        return type(self)(self.model).asked_of(user).values("pk")


class Signable(Sending, Lifecycle, Revised):
    """A paper on its way to a signature. Subclasses say what is signed and along which route."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    order_number = models.CharField(_("order No."), max_length=40, blank=True)
    order_date = models.DateField(_("order date"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    sheets = GenericRelation(ApprovalSheet)

    class Meta:
        abstract = True

    # What a subclass says of itself --------------------------------------------------------

    is_restricted = False
    # Whether an order approves it, or its own number and the day do: a plan, an act, an order.
    is_approved_by_order = True
    # Whether its own number is what the approval is known by: the criteria of a year.
    is_numbered_by_itself = False
    # Whether it is signed as one's own act, also by who wrote it: an order, a letter (0034).
    is_own_act = False

    def manifest(self) -> dict:
        """All that a signature covers, as JSON: texts, attachment hashes, what identifies it."""
        raise NotImplementedError

    def get_route(self) -> Route | None:
        """The route this paper passes."""
        raise NotImplementedError

    def make_lines(self, sheet: ApprovalSheet, route: Route | None, agreeing) -> list[SheetLine]:
        """Who is asked, in which order: by the route, and by whom the sender named."""
        if route is None:
            raise ValidationError(_("This type has no route of approval; set one first."))
        self._check_approver(route)
        if self.must_name(route) and not agreeing:
            raise ValidationError({"agreeing": _("Name at least one person who agrees.")})
        return lines_of(sheet, route, agreeing)

    def give_number(self, number: str, date) -> str:
        """The number under which it is approved: the one told, or the next of its register."""
        if not number:
            return next_order_number(date)
        note_order_number(number, date)
        return number

    def check_ready(self) -> None:
        """Refuse a paper that is not fit to be approved, with a sentence."""

    def check_may_go(self) -> None:
        """Refuse to send what is fit to be approved and may not go yet, with a sentence."""

    # The sheet -----------------------------------------------------------------------------

    @cached_property
    def sheet(self) -> ApprovalSheet | None:
        """The latest round, with its lines."""
        return (
            self.sheets.prefetch_related(
                "lines__position", "lines__body", "lines__person", "lines__signature"
            )
            .order_by("-round")
            .first()
        )

    def refresh_from_db(self, *args, **kwargs):
        """Whatever is read anew is read with its sheet."""
        self.__dict__.pop("sheet", None)
        super().refresh_from_db(*args, **kwargs)

    def waiting_lines(self) -> list[SheetLine]:
        """Whom the paper waits for now."""
        sheet = self.sheet
        if sheet is None or sheet.outcome != ApprovalSheet.Outcome.RUNNING:
            return []
        return sheet.waiting()

    def lines_for(self, user, kind: str) -> list[SheetLine]:
        """The waiting lines that this user may answer with their own hand."""
        return [line for line in self.waiting_lines() if line.kind == kind and line.is_for(user)]

    # Deeds ---------------------------------------------------------------------------------

    def send(self, *, by, agreeing=()):
        """Begin the route: freeze the manifest and ask the first (004/7.3.5).

        ``agreeing`` are the persons who agree where the route leaves it to the sender.
        """
        with self.step("send", by=by) as move:
            self.check_ready()
            self.check_may_go()
            manifest = self.manifest()
            sheet = ApprovalSheet.objects.create(
                subject=self,
                round=(self.sheets.aggregate(last=Max("round"))["last"] or 0) + 1,
                manifest=manifest,
                manifest_hash=digest(manifest),
            )
            lines = SheetLine.objects.bulk_create(
                self.make_lines(sheet, self.get_route(), agreeing)
            )
            self._forward(move)
            move.details |= {"manifest": sheet.manifest_hash, "asks": len(lines)}

    def agree(self, *, by, seen, means=""):
        """Sign the agreement sheet as the one asked, by password or passkey (004/7.3.5)."""
        self._sign_lines("agree", StepKind.AGREE, by=by, seen=seen, means=means)

    def sign(self, *, by, seen, means=""):
        """Put one's own hand under it: who was there, chaired or wrote it down (domain 2.7)."""
        self._sign_lines("sign", StepKind.SIGN, by=by, seen=seen, means=means)

    def _sign_lines(self, name, kind, *, by, seen, means):
        with self.step(name, by=by) as move:
            self._check_seen(seen)
            facts = {"means": means} if means else None
            digests = [sign(line, by=by, facts=facts).digest for line in self.lines_for(by, kind)]
            move.details["signatures"] = digests
            self._forward(move)

    def enter_signature(self, *, by, line, date, scan):
        """Somebody signed the printed paper by hand: who, when, its scan; ``by`` confirms it."""
        with self.step("enter_signature", by=by) as move:
            line = next((one for one in self.waiting_lines() if one == line), None)
            if line is None or line.kind != StepKind.SIGN:
                raise ValidationError({"line": _("This signature is not waited for.")})
            if date > timezone.localdate():
                raise ValidationError({"date": _("The day cannot lie in the future.")})
            name, blob = scan
            Attachment.objects.create(owner=self, blob=blob, name=name, kind="scan", added_by=by)
            answer_on_paper(line, by=by, date=date)
            move.details |= {"lines": [line.computed_digest()], "sha256": blob.sha256}
            self._forward(move)

    def record_decision(self, *, by, number, date):
        """Enter what a body decided: its protocol's number and date (000, stamps)."""
        with self.step("record_decision", by=by) as move:
            if date > timezone.localdate():
                raise ValidationError({"date": _("The protocol cannot be dated in the future.")})
            line, body = next((line, line.body) for line in self.waiting_lines() if line.body)
            line.number, line.date = number, date
            line.position_name = body.stamp_name or body.name
            line.name = ""
            answer(line, by=by)
            lines = [line.computed_digest()]
            move.details |= {"number": number, "date": date.isoformat(), "lines": lines}
            self._forward(move)

    def approve(self, *, by, seen, order_number="", order_date=None, means=""):
        """Approve and sign, by an order or in one's own name (000, stamps; 004/7.3.6)."""
        with self.step("approve", by=by) as move:
            facts = {"means": means} if means else None
            day = order_date or timezone.localdate()
            self._approve(move, by=by, seen=seen, number=order_number, date=day, facts=facts)

    def _approve(self, move, *, by, seen, number, date, facts=None):
        self._check_seen(seen)
        if date > timezone.localdate():
            raise ValidationError({"order_date": _("The order cannot be dated in the future.")})
        number = self.give_number(number, date)
        self.order_number, self.order_date = number, date
        self.approved_at = timezone.now()
        (line,) = self.lines_for(by, StepKind.APPROVE)
        line.number, line.date = number, date
        signature = sign(line, by=by, facts=facts)
        move.details |= {
            "signatures": [signature.digest],
            "order": number,
            "date": date.isoformat(),
        }
        self._close(ApprovalSheet.Outcome.APPROVED)

    def send_back(self, *, by, remark):
        """Return the paper to its author with remarks; the round is over."""
        with self.step("send_back", by=by) as move:
            waiting = self.waiting_lines()
            line = next((line for line in waiting if line.is_for(by)), waiting[0])
            line.remark = remark
            answer(line, by=by, decision=SheetLine.Decision.RETURNED)
            move.details["lines"] = [line.computed_digest()]
            self._close(ApprovalSheet.Outcome.RETURNED)
            move.reason = "send_back"
            Todo.objects.ask([self.author], "documents.revise", self)

    def recall(self, *, by):
        """The author takes the paper back to change it."""
        with self.step("recall", by=by):
            self._close(ApprovalSheet.Outcome.RETURNED)

    # Inside --------------------------------------------------------------------------------

    def _check_approver(self, route) -> None:
        """The author cannot approve: say so now, not at the last step."""
        steps = route.steps.filter(kind=StepKind.APPROVE)
        if self.is_own_act:
            if not steps:
                raise ValidationError(_("Nobody signs at the end of this route; set that first."))
            return
        for step in steps:
            # Who acts for the author would approve it in the author's place.
            if set(Person.objects.in_position(step.position, own=True)) == {self.author}:
                raise ValidationError(
                    _(
                        "Only the author could approve this, and nobody approves their own paper: "
                        "let somebody else be the author."
                    )
                )

    def _check_seen(self, seen: str) -> None:
        """Refuse a signature under anything but what was displayed and frozen."""
        if not self.sheet or not (seen == self.sheet.manifest_hash == digest(self.manifest())):
            raise ValidationError(
                _("This text changed after you opened it. Read it again before you sign.")
            )

    def _forward(self, move) -> None:
        """Ask the next on the route; when only approval is left, the paper waits for approval.
        Where nobody approves, the last signature ends the round.
        """
        self.__dict__.pop("sheet", None)
        waiting = self.waiting_lines()
        if not waiting:
            self.approved_at = timezone.now()
            self._close(ApprovalSheet.Outcome.APPROVED)
            move.target = "approved"
            return
        approving = all(line.kind == StepKind.APPROVE for line in waiting)
        move.target = "approving" if approving else "agreeing"
        self._ask()

    def _close(self, outcome: str) -> None:
        """The round is over, and nobody is asked any more."""
        if self.sheet:
            self.sheet.close(outcome)
        self._ask()

    def _ask(self) -> None:
        self.__dict__.pop("sheet", None)
        put_in_step(self)

    def ask_today(self) -> None:
        """Who answers for a position may differ from yesterday: ask them, and nobody else."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            self._ask()
