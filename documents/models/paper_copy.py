"""Paper copies: original, control copy, numbered working copies, and where each is (003/5.4.3)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.caller import SYSTEM
from common.models import Attachment, Lifecycle, Revised, Todo, deed, record
from common.working_days import after_working_days
from people.models import Person

from .copy_rows import (
    AWAY,
    GIVE_BACK,
    RETURN_DAYS,
    CopyKind,
    PaperCopyQuerySet,
    put_collecting_in_step,
)
from .copy_steps import copy_steps
from .destruction import DestructionAct
from .ending import ENDED
from .version import DocumentVersion, readers


class PaperCopy(Lifecycle, Revised):
    """One copy on paper, under a number: made, issued against a signature, in the end collected.

    The original and the control copy stay where they are kept; working copies go to people
    (003, Intro; 5.4.3; 001, header).
    """

    class State(models.TextChoices):
        MADE = "made", _("In keeping")
        ISSUED = "issued", pgettext_lazy("paper copy", "Issued")
        RECALLED = "recalled", _("Recalled")
        RETURNED = "returned", pgettext_lazy("paper copy", "Returned")
        DESTROYED = "destroyed", _("Destroyed")
        LOST = "lost", pgettext_lazy("paper copy", "Lost")

    STEPS = copy_steps()

    version = models.ForeignKey(
        DocumentVersion,
        on_delete=models.PROTECT,
        related_name="copies",
        verbose_name=_("version"),
    )
    kind = models.CharField(_("kind of copy"), max_length=10, choices=CopyKind)
    number = models.PositiveSmallIntegerField(_("copy No."))
    shown_number = models.CharField(_("number"), max_length=20, editable=False)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.MADE, editable=False
    )
    holder = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="paper_copies",
        verbose_name=_("holder"),
    )
    holder_words = models.CharField(
        _("holder outside, or a place"),
        max_length=200,
        blank=True,
        help_text=_("For an organisation outside, a unit, a stand in a corridor."),
    )
    place = models.CharField(_("kept at"), max_length=200, blank=True)
    made_on = models.DateField(pgettext_lazy("paper copy", "made on"), default=localdate)
    issued_on = models.DateField(pgettext_lazy("paper copy", "issued on"), null=True, blank=True)
    received_on = models.DateField(_("signed for on"), null=True, blank=True)
    recalled_on = models.DateField(_("recalled on"), null=True, blank=True)
    due = models.DateField(_("to be returned by"), null=True, blank=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    lost_on = models.DateField(_("lost on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    act = models.ForeignKey(
        DestructionAct,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="copies",
        verbose_name=_("act of destruction"),
    )
    attachments = GenericRelation(Attachment)
    printed_for = models.CharField(_("printed for"), max_length=300, blank=True, editable=False)
    history = HistoricalRecords()

    objects = PaperCopyQuerySet.as_manager()

    class Meta:
        ordering = ["version", "number", "language"]
        verbose_name_plural = "paper copies"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "number"],
                name="copy_number_once",
                violation_error_message=_("This number of copy is given already."),
            ),
            models.UniqueConstraint(
                fields=["version", "number"],
                condition=~Q(kind="original"),
                name="copy_number_once_in_any_language",
                violation_error_message=_("This number of copy is given already."),
            ),
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(kind="original"),
                name="copy_one_original",
                violation_error_message=_("There is an original in this language already."),
            ),
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(kind="control") & ~Q(state__in=["destroyed", "lost"]),
                name="copy_one_control",
                violation_error_message=_("There is a control copy in this language already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="destroyed") | Q(act__isnull=False),
                name="copy_destroyed_by_an_act",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AWAY) | Q(holder__isnull=False) | ~Q(holder_words=""),
                name="copy_issued_to_somebody",
            ),
        ]

    @property
    def language_name(self) -> str:
        """The language of the copy in words."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    def __str__(self):
        return _("%(version)s, copy No. %(number)s") % {
            "version": self.version,
            "number": self.shown_number,
        }

    def get_absolute_url(self):
        return reverse("documents:copy", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self} · {self.version.document.title}"

    @property
    def is_restricted(self) -> bool:
        """As its document is."""
        return self.version.is_restricted

    @property
    def held_by(self) -> str:
        """Whose hands it is in, or was in last."""
        return self.holder.short_name if self.holder else self.holder_words

    @property
    def is_overdue(self) -> bool:
        """Recalled, and not brought back in time."""
        due = self.due if self.state == self.State.RECALLED else None
        return due is not None and due < localdate()

    @property
    def has_ended(self) -> bool:
        """Nobody may work by it any more."""
        return self.version.state in ENDED

    @property
    def why_not_printed(self) -> str:
        """Why no print of it is made: a print says that one may work by it."""
        if self.has_ended:
            return gettext("The version is not in force any more: no copy of it is printed.")
        if self.state not in (self.State.MADE, self.State.ISSUED):
            words = gettext("The copy is “%(state)s”: it is printed only while it is in use.")
            return words % {"state": self.get_state_display()}
        return ""

    # Deeds ---------------------------------------------------------------------------------

    def issue(self, *, by, issued_on, holder=None, holder_words="", is_received=False):
        """Give it to somebody, against a signature where they sign for it at once."""
        with self.step("issue", by=by) as move:
            if bool(holder) == bool(holder_words.strip()):
                raise ValidationError(
                    {"holder": _("Choose a colleague, or write who outside holds it: one of two.")}
                )
            if holder and self.is_restricted and holder not in readers(self.version):
                raise ValidationError(
                    {"holder": _("%(name)s may not read this document.") % {"name": holder}}
                )
            if issued_on > localdate():
                raise ValidationError({"issued_on": _("The day cannot lie in the future.")})
            self.holder, self.holder_words = holder, holder_words.strip()
            self.issued_on, self.received_on = issued_on, issued_on if is_received else None
            self.recalled_on = self.due = self.returned_on = None
            move.details |= {"holder": holder and holder.pk, "received": is_received}

    def receive(self, *, by):
        """The holder signed for it."""
        with self.step("receive", by=by):
            self.received_on = localdate()

    def recall(self, *, by, due=None):
        """It is to come back: its version has ended, or it is needed."""
        with deed(by=by):
            with self.step("recall", by=by) as move:
                self.recalled_on = localdate()
                self.due = due or after_working_days(localdate(), RETURN_DAYS)
                move.details["due"] = self.due.isoformat()
            if self.holder:
                Todo.objects.ask([self.holder], GIVE_BACK, self, due=self.due)
            put_collecting_in_step(self.version)

    def take_back(self, *, by, returned_on):
        """It is back in the keeper's hands."""
        with deed(by=by):
            with self.step("take_back", by=by):
                since = self.issued_on or self.made_on
                if not since <= returned_on <= localdate():
                    raise ValidationError(
                        {"returned_on": _("It comes back between its issue and today.")}
                    )
                self.returned_on = returned_on
            self._off_the_list()

    def lose(self, *, by, lost_on, note):
        """Nobody knows where it is."""
        with deed(by=by):
            with self.step("lose", by=by) as move:
                if lost_on > localdate():
                    raise ValidationError({"lost_on": _("The day cannot lie in the future.")})
                self._leave_draft_act(_("It stands in an act of destruction: %(act)s."))
                self.lost_on, self.note = lost_on, note
                move.details["lost_on"] = lost_on.isoformat()
            self._off_the_list()

    def find(self, *, by, is_with_holder=False, note=""):
        """A lost copy turned up: with its holder, or it was brought to the keeper."""
        with self.step("find", by=by) as move:
            self.state = self.State.RETURNED  # what the constraints must allow from now on
            self.validate_constraints()
            if is_with_holder and self.issued_on and not self.has_ended:
                move.target = self.State.ISSUED
            else:
                self.returned_on = localdate()
            self.lost_on = None
            self.note = "\n".join(filter(None, [self.note, note]))

    def destroy(self, *, by, act=None):
        """Destroyed by an act, and in no other way."""
        with self.step("destroy", by=by) as move:
            if act is None or self.act_id != act.pk:
                raise ValidationError(_("A copy is destroyed only by an act."))
            move.details["act"] = act.pk

    def pass_on(self, *, by, to):
        """Its holder leaves: it passes to whoever takes over, who has not signed for it yet."""
        before = self.holder_id
        with deed(by=by):
            self.refresh_from_db(from_queryset=PaperCopy.objects.select_for_update())
            self.holder, self.received_on, self._change_reason = to, None, "pass_on_copy"
            self.revision += 1
            self.save()
            record(self, "pass_on_copy", by=by, holder=to.pk, before=before)

    def _off_the_list(self) -> None:
        Todo.objects.about(self).filter(kind=GIVE_BACK).done()
        put_collecting_in_step(self.version)

    def _leave_draft_act(self, words) -> None:
        if self.act and self.act.state == DestructionAct.State.DRAFT:
            raise ValidationError(words % {"act": self.act})


SYSTEM.allowed |= {"documents.recall_papercopy"}
