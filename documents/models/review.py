"""Reviews of documents: a record of its own; the version stays in force meanwhile (004/4.2.2)."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Step, Todo, deed, record
from common.working_days import after_working_days
from people.models import Person

from .document import Document
from .outsiders import finished
from .version import DocumentVersion

REVIEW_DAYS = 10  # working days for a review that nobody dated


class DocumentReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As far as one may know of the document."""
        rows = self.filter(document__in=Document.objects.visible_to(user))
        return finished(rows, user)

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("document__owner", "version__document", "done_by")

    def open(self):
        """Begun, and without a verdict yet."""
        return self.filter(state="open")

    def begin(self, document, occasion, *, by, cause=None, cause_text="", due=None):
        """Open a review of what is in force and ask who answers for it; once for one cause.

        ``cause`` is the record that calls for it: an external document, a finding, an action.
        Nothing is opened where no version is in force or the same review is open already; what is
        new about its cause, such as a repeal after a change, is added to the open one and told.
        """
        version = document.version_in_force()
        if version is None:
            return None
        with deed(by=by):
            review: Any = self.model(
                document=document,
                version=version,
                occasion=occasion,
                cause_text=cause_text,
                due=due or after_working_days(localdate(), REVIEW_DAYS),
            )
            if cause is not None:
                review.cause_type = ContentType.objects.get_for_model(cause)
                review.cause_id = cause.pk
            same = self.open().filter(document=document)
            if cause is not None:
                same = same.filter(cause_type=review.cause_type, cause_id=review.cause_id)
            else:
                same = same.filter(occasion=occasion, cause_text=cause_text)
            if open_one := same.first():
                open_one.add_cause(cause_text, by=by)
                return None
            review.save()
            record(review, "begin_review_of_document", by=by, occasion=occasion)
            Todo.objects.ask(answering(document), "documents.review", review, due=review.due)
        return review


def answering(document) -> "models.QuerySet[Person]":
    """Who answers for a document today; where nobody does, who manages the documents.

    Of the restricted only those who may know of it.
    """
    owners = Person.objects.in_position(document.owner) if document.owner else Person.objects.none()
    managers = Person.objects.holding("documents.manage", own=True)
    top = Person.objects.holding("documents.top")
    choice = [owners, managers]
    if document.is_restricted:
        choice = [found.filter(pk__in=top.values("pk")) for found in choice] + [top]
    return next((found for found in choice if found.exists()), managers.none())


class DocumentReview(Lifecycle, Revised):
    """Whether a document is still what it should be: planned by its term, or for a cause.

    Planned once a year for the quality manual, after the management review; for a cause after an
    audit, an action, a change of an external document (004/4.2.2, 7.3.7; 003, Intro; 001/1).
    """

    class State(models.TextChoices):
        OPEN = "open", _("Under review")
        DONE = "done", _("Finished")
        OVERTAKEN = "overtaken", _("Overtaken")

    class Occasion(models.TextChoices):
        PLANNED = "planned", _("By its term")
        EXTERNAL = "external", _("Change of an external document")
        RELATED = "related", _("Change of a related document")
        MANAGEMENT_REVIEW = "management_review", _("Management review")
        AUDIT = "audit", _("Internal audit")
        ACTION = "action", _("Corrective or preventive action")
        NEED = "need", _("New requirement")
        OTHER = "other", _("Other cause")

    class Verdict(models.TextChoices):
        KEEP = "keep", _("Keep as it is")
        REVISE = "revise", _("Revise")
        WITHDRAW = "withdraw", _("Withdraw")

    STEPS = {
        "finish": Step(
            label=_("Enter the verdict"),
            done=_("finished the review"),
            source={State.OPEN},
            target=State.DONE,
            permission="documents.finish_documentreview",
        ),
        "overtake": Step(
            label=_("Overtaken"),
            done=_("closed the review: its version is no longer in force"),
            source={State.OPEN},
            target=State.OVERTAKEN,
            permission="documents.overtake_documentreview",
        ),
    }

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("document")
    )
    version = models.ForeignKey(
        DocumentVersion,
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("version reviewed"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.OPEN, editable=False
    )
    occasion = models.CharField(
        _("occasion"), max_length=20, choices=Occasion, default=Occasion.PLANNED
    )
    cause_text = models.TextField(_("cause"), blank=True)
    cause_type = models.ForeignKey(
        ContentType,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("cause"),
    )
    cause_id = models.PositiveBigIntegerField(null=True, editable=False)
    cause = GenericForeignKey("cause_type", "cause_id")
    due = models.DateField(_("due"))
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=Verdict, blank=True, editable=False
    )
    note = models.TextField(_("what was found"), blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    done_at = models.DateTimeField(_("finished"), null=True, editable=False)
    done_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reviewed by"),
        editable=False,
    )
    history = HistoricalRecords()

    objects = DocumentReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="open", occasion="planned"),
                name="review_planned_open_once",
                violation_error_message=_("A planned review of this document is open already."),
            ),
            models.UniqueConstraint(
                fields=["document", "cause_type", "cause_id"],
                condition=Q(state="open", cause_id__isnull=False),
                name="review_open_once_for_a_cause",
                violation_error_message=_("A review for this cause is open already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(verdict=""), name="review_done_has_verdict"
            ),
        ]

    def __str__(self):
        return _("Review of %(version)s") % {"version": self.version}

    @property
    def why(self) -> str:
        """The occasion, with its cause in words."""
        return ": ".join(filter(None, [str(self.get_occasion_display()), self.cause_text]))

    @property
    def is_late(self) -> bool:
        """Open past its day."""
        return self.state == self.State.OPEN and self.due < localdate()

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self} · {self.document.title}"

    def get_absolute_url(self):
        return reverse("documents:review", args=[self.pk])

    def add_cause(self, words: str, *, by) -> None:
        """What calls for it has gone on: the open review says so, and who answers is told."""
        if not words or words in self.cause_text.splitlines():
            return
        with deed(by=by):
            self.cause_text = "\n".join(filter(None, [self.cause_text, words]))
            self._change_reason = "add_cause_to_review"
            self.revision += 1
            self.save()
            record(self, "add_cause_to_review", by=by)

    def finish(self, *, by, verdict, note=""):
        """Say what became of it: it stays, is to be revised, or is to be withdrawn (4.2.2).

        What is to be revised has its accepted request by that; to withdraw, who approves is asked.
        """
        with self.step("finish", by=by) as move:
            self.verdict, self.note = verdict, note
            self.done_at, self.done_by = timezone.now(), by.person
            move.details["verdict"] = verdict
            Todo.objects.about(self).filter(kind="documents.review").done()
            if verdict == self.Verdict.REVISE:
                self._ask_to_revise(by)
            elif verdict == self.Verdict.WITHDRAW:
                self._ask_to_withdraw()

    def overtake(self, *, by):
        """Its version was superseded or withdrawn before anybody said anything."""
        with self.step("overtake", by=by):
            self.done_at = timezone.now()
            Todo.objects.about(self).filter(kind="documents.review").done()

    def save(self, *args, **kwargs):
        """A finished review moves the day of the next one."""
        super().save(*args, **kwargs)
        if self.state != self.State.OPEN:
            Document.objects.filter(pk=self.document_id).put_reviews_in_step()

    def ask_today(self) -> None:
        """Who answers for the document may differ from yesterday: ask them, and nobody else."""
        people = answering(self.document)
        todos = Todo.objects.about(self).filter(kind="documents.review")
        todos.exclude(person__in=people).done()
        Todo.objects.ask(people, "documents.review", self, due=self.due)

    def _ask_to_revise(self, by) -> None:
        from .change_request import ChangeRequest  # noqa: PLC0415 -- requests are of later

        request = ChangeRequest(
            document=self.document,
            state=ChangeRequest.State.ACCEPTED,
            what=self.note,
            why=self.why,
            asked_by=by.person,
            decision=str(self.get_verdict_display()),
            decided_by=by.person,
            decided_at=timezone.now(),
            cause_type=ContentType.objects.get_for_model(self),
            cause_id=self.pk,
        )
        request.save()
        record(request, "ask_change_by_review", by=by, review=self.pk)

    def _ask_to_withdraw(self) -> None:
        people = Person.objects.holding("documents.approve")
        if self.document.is_restricted:
            people = people.filter(pk__in=Person.objects.holding("documents.top").values("pk"))
        Todo.objects.ask(people, "documents.withdraw", self.version)
