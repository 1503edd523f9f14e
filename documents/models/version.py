"""Versions: from draft over the route into force, and out of it (004/4.2.2, 4.2.3, 7.3.6)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.caller import SYSTEM
from common.models import Attachment, Step, deed
from common.models.journal import digest
from people.models import Person

from .carded import Carded
from .consideration import Considered
from .document import Document
from .outside import OUTSIDE_STEPS, FromOutside, chosen_readers
from .outsiders import PUBLISHED, SHOWN
from .paper_import import PaperImport, TextSource
from .routing import route_steps
from .signable import SignableQuerySet
from .worded import Worded


class DocumentVersionQuerySet(SignableQuerySet):
    def visible_to(self, user):
        """What was ever in force, for its readers; what is on its way, for those who work on it."""
        if not user.is_employee:
            return self.none()
        documents = Document.objects.visible_to(user)
        if user.is_guest or "documents.manage" in user.powers:
            return self.filter(SHOWN if user.is_guest else Q(), document__in=documents)
        return self.filter(
            Q(state__in=[*PUBLISHED, "approved"], document__in=documents)
            | Q(author=user.person_id)
            | Q(pk__in=self.asked_ids(user))
        )

    def in_force(self):
        return self.filter(state="in_force")

    def in_force_on(self, day):
        """The versions that were in force on a day; on its last day no version is any more."""
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gt=day), state__in=PUBLISHED, in_force_from__lte=day
        )

    def to_enact(self, on):
        """Approved, and their day has come."""
        return self.filter(state="approved", in_force_from__lte=on)


class DocumentVersion(Worded, Carded, Considered, FromOutside):
    """One issue and change of a document.

    The version in force is the only one staff may work by; enacting a version supersedes the one
    before it in the same moment (DP-01, 4.2.3).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREEING = "agreeing", _("Being agreed")
        APPROVING = "approving", _("Awaiting approval")
        APPROVED = "approved", _("Approved, not yet in force")
        IN_FORCE = "in_force", _("In force")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    STEPS = (
        route_steps("documentversion")
        | OUTSIDE_STEPS
        | {
            "enter": Step(
                label=_("Enter as already in force on paper"),
                done=_("entered it as in force on paper"),
                source={State.DRAFT},
                target=State.IN_FORCE,
                permission="documents.enter_documentversion",
            ),
            "enact": Step(
                label=_("Put in force"),
                done=_("put it in force"),
                source={State.APPROVED},
                target=State.IN_FORCE,
                also={State.SUPERSEDED},
                permission="documents.enact_documentversion",
            ),
            "supersede": Step(
                label=_("Supersede"),
                done=_("superseded it"),
                source={State.IN_FORCE},
                target=State.SUPERSEDED,
                permission="documents.supersede_documentversion",
            ),
            "withdraw": Step(
                label=_("Withdraw"),
                done=_("withdrew it"),
                source={State.IN_FORCE},
                target=State.WITHDRAWN,
                permission="documents.withdraw_documentversion",
                danger=True,
            ),
        }
    )

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="versions", verbose_name=_("document")
    )
    issue = models.PositiveSmallIntegerField(_("issue"), default=1)
    change = models.PositiveSmallIntegerField(_("change"), default=0)
    summary = models.TextField(
        _("what changed"), blank=True, help_text=_("One or two sentences for the reader.")
    )
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("For what is set for a term: a policy of a year, a concept, a strategy."),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    text_source = models.CharField(
        _("source"), max_length=5, choices=TextSource, default="", blank=True, editable=False
    )
    entered_from = models.ForeignKey(
        PaperImport,
        null=True,
        on_delete=models.PROTECT,
        related_name="versions",
        editable=False,
        verbose_name=_("came from a file"),
    )
    ended_on = models.DateField(_("in force to"), null=True, blank=True, editable=False)
    end_reason = models.TextField(_("reason"), blank=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords()

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-issue", "-change"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "issue", "change"], name="version_number_once"
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="in_force"),
                name="version_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=["draft", "agreeing", "approving"]),
                name="version_one_on_its_way",
                violation_error_message=_("Another version of this document is on its way."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", *PUBLISHED])
                | (Q(in_force_from__isnull=False) & ~Q(order_number="")),
                name="version_approved_has_order_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.document.code} {self.issue}/{self.change}"

    @property
    def headline(self) -> str:
        """Code, number and title, as a line of a list says it."""
        return f"{self} · {self.document.title}"

    def get_absolute_url(self):
        return reverse("documents:version", args=[self.pk])

    @property
    def is_restricted(self) -> bool:
        """As its document is."""
        return self.document.is_restricted

    @property
    def original(self):
        """The text in the language that counts."""
        return next((text for text in self.texts.all() if text.is_original), None)

    def text_in(self, language: str):
        """The text in a language, or the original."""
        return next((t for t in self.texts_that_count() if t.language == language), self.original)

    def version_before(self) -> "DocumentVersion | None":
        """The version this one replaces, or would replace."""
        earlier = self.document.versions.filter(
            Q(issue__lt=self.issue) | Q(issue=self.issue, change__lt=self.change),
            state__in=PUBLISHED,
        )
        return earlier.order_by("-issue", "-change").first()

    def versions_after(self):
        """Versions of a higher issue or change."""
        return self.document.versions.filter(
            Q(issue__gt=self.issue) | Q(issue=self.issue, change__gt=self.change)
        )

    def manifest(self):
        """What a signature covers: identity, every language's text, every attached file."""
        document = self.document
        return {
            "kind": "document_version",
            "code": document.code,
            "title": dict(document.title),
            "type": document.type.code,
            "basis": document.basis.code if document.basis else "",
            "basis_text": document.basis_text,
            "access": document.access,
            "issue": self.issue,
            "change": self.change,
            "summary": self.summary,
            "texts": {
                text.language: {"sha256": digest(text.html), "original": text.is_original}
                for text in self.texts.order_by("language")
            },
            "files": [
                {"name": file.name, "sha256": file.blob.sha256}
                for file in self.attachments.filter(kind="attachment").select_related("blob")
            ],
            # What was signed before there were terms holds no such line.
            **({"valid_until": self.valid_until.isoformat()} if self.valid_until else {}),
            **self.card_facts(),
        } | self.considered()

    def get_route(self):
        return self.document.type.route

    def check_ready(self):
        self.check_card()
        original = self.texts.filter(is_original=True).first()
        if original is None or original.is_empty:
            raise ValidationError(_("There is no text yet: bring one in or type it."))

    # Deeds ---------------------------------------------------------------------------------

    def approve(self, *, by, seen, order_number, order_date, in_force_from, means=""):
        """Approve and sign by an order; the version comes into force on its day (004/7.3.6)."""
        with deed(by=by):
            with self.step("approve", by=by) as move:
                if in_force_from < localdate():
                    raise ValidationError(
                        {"in_force_from": _("A document cannot come into force in the past.")}
                    )
                self.check_term(in_force_from)
                self.in_force_from = in_force_from
                self._approve(
                    move,
                    by=by,
                    seen=seen,
                    number=order_number,
                    date=order_date,
                    facts={"in_force_from": in_force_from.isoformat()}
                    | ({"means": means} if means else {}),
                )
            if in_force_from <= localdate():
                self.enact(by=SYSTEM)

    def enact(self, *, by):
        """Come into force on the day: supersede the version before, ask everyone to read.

        Where a newer version was faster, this one never is in force: it is superseded at once.
        """
        with self.step("enact", by=by) as move:
            if self.versions_after().filter(state=self.State.IN_FORCE).exists():
                move.target, self.ended_on = self.State.SUPERSEDED, self.in_force_from
                self.set_requests_free()
                self.end_use()
            else:
                self.take_force()

    def ask_to_read(self) -> None:
        """A reading task for every employee who may read it (004/4.2.3)."""
        from .reading import Reading  # noqa: PLC0415 -- readings know versions

        Reading.objects.ask(self)


SYSTEM.allowed |= {
    "documents.enact_documentversion",
    "documents.supersede_documentversion",
    "documents.fulfil_changerequest",
    "documents.overtake_documentreview",
}


def readers(version) -> "models.QuerySet[Person]":
    """Who reads a document of this access: all employees, or top management (004/5.5.1)."""
    if version.document.access == "top":
        return Person.objects.holding("documents.top", own=True)
    return chosen_readers(version, Person.objects.who_read())
