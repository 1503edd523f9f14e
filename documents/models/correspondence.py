"""Correspondence: letters that come, go out and pass within, each registered once (RI-05)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from common.text import fold, fold_for_index
from people.models import Party, Person, Position

from .correspondence_outgoing import OutgoingDeeds
from .correspondence_steps import MAIL_STEPS, OPEN, UNSEEN, Direction, State
from .mail_term import MailTerm
from .nomenclature import NomenclatureItem
from .signable import SignableQuerySet

LONGEST = 12000  # letters of the text in one language


class CorrespondenceQuerySet(SignableQuerySet, SearchedQuerySet):
    def visible_to(self, user):
        """What all employees may read, what one is concerned with; who keeps letters sees all. A
        guest sees what has a number.
        """
        if not user.is_employee or not user.may_look_at(self.model):
            return self.none()
        if user.is_guest:
            rows = self.exclude(state__in=UNSEEN)
            shows_all = "documents.top" in user.powers
            return rows if shows_all else rows.filter(access=Correspondence.Access.STAFF)
        if user.powers & {"nomenclature.keep", "documents.top"}:
            return self
        return self.filter(
            Q(access=Correspondence.Access.STAFF) & ~Q(state__in=UNSEEN)
            | self._concerning(user)
            | Q(pk__in=self.asked_ids(user))
        )

    def _concerning(self, user) -> Q:
        """Written by this reader, addressed to their position, resolved, given, named."""
        from .resolution import Assignment, Resolution  # noqa: PLC0415 -- they know letters

        people = [user.person_id, *user.stands_in_for]
        given = Assignment.objects.filter(executor__in=people).values("resolution__letter")
        resolved = Resolution.objects.filter(Q(by__in=people) | Q(controller__in=people))
        named = Correspondence.readers.through.objects.filter(person__in=people)
        return (
            Q(author__in=people)
            | Q(addressee__in=user.positions) & ~Q(state__in=UNSEEN)
            | Q(pk__in=given)
            | Q(pk__in=resolved.values("letter"))
            | Q(pk__in=named.values("correspondence")) & ~Q(state__in=UNSEEN)
        )

    def for_list(self):
        """All that a row of a journal shows, the newest number first."""
        return self.select_related("party", "person", "kind", "addressee", "author").order_by(
            "-registered_on", "-pk"
        )

    def open(self):
        """Incoming and internal ones that are not closed."""
        return self.filter(state__in=OPEN)

    def late(self):
        """Open ones whose day went by."""
        return self.open().filter(due__lt=localdate())

    def mine(self, user):
        """Those that this reader wrote, resolves or carries out."""
        return self.filter(self._concerning(user))

    def same_as(self, letter):
        """Letters of the same correspondent with the same number and date of theirs."""
        found = self.filter(
            direction=letter.direction,
            their_number__iexact=letter.their_number,
            their_date=letter.their_date,
        ).exclude(pk=letter.pk)
        found = found.exclude(state__in=UNSEEN)
        if letter.party_id or letter.person_id:
            return found.filter(party=letter.party_id, person=letter.person_id)
        same = fold(letter.words)
        told = found.values_list("pk", "words")
        return found.filter(pk__in=[key for key, words in told if fold(words) == same])

    def with_answer(self):
        """Each says whether an outgoing letter answers it."""
        sent = Correspondence.objects.filter(
            answers=OuterRef("pk"), state__in=[State.APPROVED, State.SENT]
        )
        return self.annotate(is_answered=Exists(sent))


class Correspondence(OutgoingDeeds, Searched):
    """One letter with its number, its correspondent, its way through the house (RI-05).

    Incoming and internal ones: registered, resolved, carried out, closed. Outgoing ones: written,
    signed on paper or along a route, numbered at signing, sent.
    """

    State = State
    STEPS = MAIL_STEPS
    SEARCHED = ["number", "their_number", "subject", "summary", "words"]
    SORTED = "number"

    class Access(models.TextChoices):
        STAFF = "staff", _("All employees")
        NAMED = "named", _("Those named only")

    direction = models.CharField(_("direction"), max_length=10, choices=Direction, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    number = models.CharField(_("number"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    registered_by = models.ForeignKey(
        Person,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("registered by"),
    )
    party = models.ForeignKey(
        Party,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="correspondence",
        verbose_name=_("person"),
    )
    words = models.CharField(_("correspondent in words"), max_length=200, blank=True)
    their_number = models.CharField(_("their number"), max_length=60, blank=True)
    their_date = models.DateField(_("their date"), null=True, blank=True)
    kind = models.ForeignKey(
        MailTerm,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("kind of letter"),
    )
    way = models.ForeignKey(
        MailTerm,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("way of sending"),
    )
    carrier = models.CharField(
        _("carrier"),
        max_length=10,
        choices=NomenclatureItem.Carrier,
        default=NomenclatureItem.Carrier.PAPER,
    )
    sheet_count = models.PositiveSmallIntegerField(_("sheets"), null=True, blank=True)
    annex = models.CharField(
        _("attachments"), max_length=200, blank=True, help_text=_("What they are, how many sheets.")
    )
    subject = models.CharField(_("subject"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    text = TranslatedField(_("text"), max_length=LONGEST, blank=True)
    language = models.CharField(
        _("language of the letter"), max_length=2, choices=settings.LANGUAGES, default="ky"
    )
    case = models.ForeignKey(
        NomenclatureItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("case"),
    )
    access = models.CharField(_("who reads"), max_length=10, choices=Access, default=Access.STAFF)
    readers = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("who else reads it")
    )
    addressee = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("to whom"),
    )
    answers = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_by",
        verbose_name=_("answers the letter"),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=200, blank=True, editable=False)
    signer_position = TranslatedField(_("position"), blank=True, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, editable=False)
    sent_note = models.CharField(_("mark of sending"), max_length=200, blank=True, editable=False)
    closed_on = models.DateField(_("taken off control on"), null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"], m2m_fields=[readers])

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_on", "-pk"]
        verbose_name_plural = "correspondence"
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "year", "number"],
                condition=~Q(number=""),
                name="letter_number_once_a_year",
                violation_error_message=_("This number is given already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSEEN)
                | ~Q(number="") & Q(registered_on__isnull=False, year__isnull=False),
                name="letter_registered_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(direction="internal")
                | Q(party__isnull=False)
                | Q(person__isnull=False)
                | ~Q(words=""),
                name="letter_has_a_correspondent",
                violation_error_message=_("Say from whom it came or to whom it goes."),
            ),
            models.CheckConstraint(
                condition=Q(direction="outgoing")
                | ~Q(state__in=["agreeing", "approving", "approved", "sent"]),
                name="letter_only_outgoing_is_signed",
            ),
        ]

    def __str__(self):
        number = f" № {self.number}" if self.number else ""
        return f"{self.get_direction_display()}{number} · {self.subject}"

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    def get_absolute_url(self):
        return reverse("mail:letter", args=[self.pk])

    def fold_columns(self) -> None:
        """It is found by the name of its correspondent as well."""
        super().fold_columns()
        named = [*self.party.name.values()] if self.party else []
        if self.person:
            named.append(self.person.full_name)
        self.folded = fold_for_index(self.folded, *named)

    @property
    def correspondent(self) -> str:
        """From whom it came or to whom it goes; within the house, who wrote it."""
        told = self.party or (self.person and self.person.full_name) or self.words
        return str(told or (self.author if self.direction == Direction.INTERNAL else ""))

    @property
    def is_restricted(self) -> bool:
        """Read by those named only: each opening is noted."""
        return self.access == self.Access.NAMED

    @property
    def is_late(self) -> bool:
        """Its day went by and it is not closed."""
        return self.state in OPEN and self.due is not None and self.due < localdate()

    @property
    def theirs(self) -> str:
        """Number and date that the correspondent gave it."""
        told = [f"№ {self.their_number}"] if self.their_number else []
        return ", ".join([*told, f"{self.their_date:%d.%m.%Y}"] if self.their_date else told)

    def clean(self):
        if self.their_date and self.their_date > localdate():
            raise ValidationError({"their_date": _("A letter cannot come from the future.")})
