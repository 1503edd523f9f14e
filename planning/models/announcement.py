"""Announcements: changes of the quality management system told to all employees (004/5.5.3)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import (
    Attachment,
    Lifecycle,
    Revised,
    SearchEntry,
    Step,
    TranslatedField,
    deed,
)
from common.models.translated import CODES
from common.numbering import next_number
from common.search.query import parse
from people.models import Appointment, Organisation, Person, Unit

LONGEST = 6000  # letters of one language


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent to all, and what one was told; drafts are of those who inform."""
        if not user.is_employee:
            return self.none()
        if "quality.inform" in user.powers:
            return self
        told = _receipts().filter(person=user.person_id).values("announcement")
        return self.filter(Q(everyone=True) | Q(pk__in=told), sent_at__isnull=False)

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("sent_by", "author").prefetch_related("units")

    def search(self, words: str):
        """By number, title and text."""
        found = SearchEntry.objects.filter(kind="announcement").matching(parse(words)).order_by()
        return self.filter(pk__in=found.values("object_id"))

    def unread_by(self, person):
        """Those that were sent to somebody and not opened by them yet."""
        return self.filter(pk__in=_receipts().unread().filter(person=person).values("announcement"))

    def with_unread(self, person):
        """Each says whether this person was told and has not opened it yet."""
        own = _receipts().unread().filter(person=person, announcement=OuterRef("pk"))
        return self.annotate(is_unread=Exists(own))

    def last_to_all(self):
        """The newest one that went to every employee."""
        return self.filter(sent_at__isnull=False, everyone=True).order_by("-sent_at").first()


def _receipts():
    from .announcement_receipt import AnnouncementReceipt  # noqa: PLC0415 -- they know this model

    return AnnouncementReceipt.objects


def announcement_mask() -> str:
    """How this organisation numbers its announcements."""
    return Organisation.current().numbering.get("announcement", {}).get("pattern", "{n}")


class Announcement(Lifecycle, Revised):
    """What changed in the quality management system, told to all employees or to some units.

    Documents, the powers of employees, general requirements to projects (004/5.5.3, fourth way);
    it may name the orders that fix powers (fifth way). What was sent is never rewritten: a mistake
    is corrected by a new one, which names it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        CORRECTED = "corrected", _("Corrected")
        DROPPED = "dropped", _("Dropped")

    class Kind(models.TextChoices):
        DOCUMENTS = "documents", _("Documents")
        POWERS = "powers", _("Powers of employees")
        PROJECTS = "projects", _("General requirements to projects")
        OTHER = "other", _("Another change of the QMS")

    STEPS = {
        "announce": Step(
            label=_("Send to employees"),
            done=_("sent the announcement to employees"),
            source={State.DRAFT},
            target=State.SENT,
            permission="planning.announce_announcement",
        ),
        "correct": Step(
            label=_("Correct by a new one"),
            done=_("corrected the announcement by a new one"),
            source={State.SENT},
            target=State.CORRECTED,
            permission="planning.correct_announcement",
        ),
        "drop": Step(
            label=_("Drop the draft"),
            done=_("dropped the draft of the announcement"),
            source={State.DRAFT},
            target=State.DROPPED,
            permission="planning.drop_announcement",
            danger=True,
        ),
    }

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    kind = models.CharField(_("what changes"), max_length=10, choices=Kind, default=Kind.DOCUMENTS)
    title = TranslatedField(_("title"), blank=True)
    text = TranslatedField(_("text"), max_length=LONGEST, blank=True)
    language = models.CharField(
        _("original language"), max_length=2, choices=settings.LANGUAGES, default="ky"
    )
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    everyone = models.BooleanField(_("all employees"), default=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("units"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    author = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    made_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    sent_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("sent by"),
    )
    sent_as = TranslatedField(_("position"), blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(m2m_fields=[units])

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"])
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="announcement_sent_says_when_and_by_whom",
            )
        ]

    def __str__(self):
        return f"№ {self.number} · {self.shown_title}" if self.number else self.shown_title

    def get_absolute_url(self):
        return reverse("planning:announcement", args=[self.pk])

    # Words ------------------------------------------------------------------------------------

    def in_language(self, words, language: str | None) -> str:
        """A text in a language, or in the one it was written in, or in any."""
        return words.get(language) or words.get(self.language) or str(words)

    @property
    def shown_title(self) -> str:
        """The title in the reader's language, or in the original's."""
        return self.in_language(self.title, get_language())

    @property
    def shown_text(self) -> str:
        """The text in the reader's language, or in the original's."""
        return self.in_language(self.text, get_language())

    def missing_languages(self) -> list[str]:
        """The languages whose readers get the original."""
        return [code for code in CODES if not (self.title.get(code) and self.text.get(code))]

    @property
    def sent_on(self):
        """The day it was sent."""
        return self.sent_at and localdate(self.sent_at)

    # To whom ----------------------------------------------------------------------------------

    def addressees(self) -> "models.QuerySet[Person]":
        """All employees, or those of the chosen units and of the units under them."""
        people = Person.objects.who_read()
        if self.everyone:
            return people
        chosen = {key for unit in self.units.all() for key in unit.below()}
        posts = Appointment.objects.on().filter(position__unit__in=chosen)
        return people.filter(pk__in=posts.values("person"))

    # Deeds ------------------------------------------------------------------------------------

    def announce(self, *, by, revision: int | None = None):
        """Send it: who was told is fixed here, the letters follow by the worker, each once.

        ``revision`` is the one that the sender has looked through.
        """
        with deed(by=by):
            with self.step("announce", by=by) as move:
                self._check(revision)
                people = list(self.addressees())
                if not people:
                    raise ValidationError(_("Nobody works in the chosen units today."))
                post = by.person.appointment()
                self.sent_at, self.sent_by = timezone.now(), by.person
                self.sent_as = dict(post.position.name) if post else {}
                self.number = next_number("announcement", announcement_mask(), localdate())
                _receipts().tell(self, people)
                move.details |= {"number": self.number, "count": len(people)}
            if self.corrects_id:
                Announcement.objects.get(pk=self.corrects_id).correct(by=by)

    def _check(self, revision) -> None:
        if revision is not None and revision != self.revision:
            raise ValidationError(
                _("It was changed since you looked it through: look again and send it then.")
            )
        if not (self.title.get(self.language) and self.text.get(self.language)):
            raise ValidationError(_("The title and the text are missing in the original language."))
        if any(one.is_restricted for one in self.about.with_things()):
            raise ValidationError(
                _("It names a document that only top management reads: take it off the list.")
            )
        if self.corrects_id:
            old = Announcement.objects.select_for_update().get(pk=self.corrects_id)
            if old.state != self.State.SENT:
                raise ValidationError(
                    _("Announcement No. %(number)s was corrected by another one already.")
                    % {"number": old.number}
                )

    def correct(self, *, by):
        """A new announcement takes its place; this one stays, names it and is not told any more."""
        with self.step("correct", by=by):
            _receipts().drop_letters(self)

    def drop(self, *, by):
        """The draft is not needed; nobody was told of it."""
        with self.step("drop", by=by):
            pass

    def correction(self) -> "Announcement | None":
        """The one that was sent in its place."""
        return self.corrections.filter(sent_at__isnull=False).first()
