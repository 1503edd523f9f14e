"""By what right electronic signatures count here: the order, and each person's statement.

Print and sign on paper is the baseline. A signature given here has the force of one by hand from
the day the organisation orders so, for those who have stated that they accept it (004/7.3.6).
"""

from datetime import UTC

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, TranslatedField, TranslatedText, deed, record
from common.models.journal import digest
from common.models.translated import same_words
from people.statement import WORDS

from .person import Person


class EnablingOrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone who works here may know by what their signatures count."""
        return self if user.is_employee else self.none()

    def for_list(self):
        return self.order_by("-date", "-pk")

    def on(self, day=None):
        """The orders in force on a day (today)."""
        day = day or localdate()
        return self.filter(Q(date__lte=day), Q(until=None) | Q(until__gte=day))


class EnablingOrder(models.Model):
    """The organisation's order by which electronic signatures have the force of those by hand."""

    number = models.CharField(_("order No."), max_length=40)
    date = models.DateField(_("order date"))
    until = models.DateField(_("last day of force"), null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords()

    objects = EnablingOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "date"],
                name="enabling_order_once",
                violation_error_message=_("This order is entered already."),
            )
        ]

    def __str__(self):
        return f"№ {self.number}, {self.date:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("people:enabling_order", args=[self.pk])

    @classmethod
    def current(cls, on=None) -> "EnablingOrder | None":
        """The order that gives signatures their force on a day (today)."""
        return cls.objects.on(on).first()

    @property
    def is_in_force(self) -> bool:
        return self.date <= localdate() and (self.until is None or localdate() <= self.until)

    def end(self, *, by, until):
        """From the day after ``until`` papers are signed by hand again."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            if self.until is not None:
                raise ValidationError(_("The end of this order is entered already."))
            if until < max(localdate(), self.date):
                raise ValidationError(
                    {"until": _("The last day is today or later: what was signed stays signed.")}
                )
            self.until, self._change_reason = until, "end_order"
            self.save()
            record(self, "end_order", by=by, until=until.isoformat())


class StatementText(models.Model):
    """What a person states: the words of one version; a new wording is a new version."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    text = TranslatedField(_("text"), max_length=4000)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-number"]

    def __str__(self):
        return gettext("Text of the statement, version %(number)s") % {"number": self.number}

    @classmethod
    def current(cls) -> "StatementText":
        """The newest wording; the shipped one until the organisation writes its own."""
        return cls.objects.first() or cls(number=1, text=WORDS)

    def in_language(self, language: str) -> str:
        """The words as one language has them."""
        return TranslatedText(self.text).in_language(language)

    def change(self, *, by, text) -> "StatementText":
        """A new wording; statements given in the words before it stay as they were given."""
        with deed(by=by):
            kept = self._kept()
            if same_words(kept.text, text):
                raise ValidationError({"text": _("Nothing was changed.")})
            new = StatementText(number=kept.number + 1, text=text, made_by=by)
            new.save()
            record(new, "change_statement_text", by=by, version=new.number, text=digest(text))
        return new

    def _kept(self) -> "StatementText":
        if self.pk:
            return self
        return StatementText.objects.get_or_create(number=self.number, defaults={"text": WORDS})[0]


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and all of them for those who keep people or watch signatures."""
        if user.has_perm("people.view_statements"):
            return self
        return self.filter(person=user.person_id)

    def for_list(self):
        return self.select_related("person", "text")

    def in_force(self):
        """Given and not withdrawn."""
        return self.filter(withdrawn_at=None)


class Statement(models.Model):
    """A person's statement that their electronic signature equals the one by hand (004/7.3.6)."""

    class Way(models.TextChoices):
        SCREEN = "screen", _("On screen")
        PAPER = "paper", _("On paper")

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="statements", verbose_name=_("who")
    )
    text = models.ForeignKey(StatementText, on_delete=models.PROTECT, related_name="statements")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    way = models.CharField(_("how"), max_length=6, choices=Way)
    signed_on = models.DateField(_("date"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    attachments = GenericRelation(Attachment)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="statement_one_in_force"
            )
        ]

    def __str__(self):
        return f"{self.person} {self.signed_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("people:statement", args=[self.pk])

    @classmethod
    def give(cls, *, by, language) -> "Statement":
        """The person states it here; the password was asked by the page."""
        return cls._keep(by.person, by=by, language=language, way=cls.Way.SCREEN, on=localdate())

    @classmethod
    def enter_paper(cls, person, *, by, language, signed_on, scan=None) -> "Statement":
        """The person signed it on paper: who keeps people enters it with its scan."""
        if signed_on > localdate():
            raise ValidationError({"signed_on": _("It cannot be signed in the future.")})
        return cls._keep(
            person, by=by, language=language, way=cls.Way.PAPER, on=signed_on, scan=scan
        )

    @classmethod
    def _keep(cls, person, *, by, language, way, on, scan=None) -> "Statement":
        with deed(by=by):
            Person.objects.select_for_update().get(pk=person.pk)
            if cls.objects.in_force().filter(person=person).exists():
                raise ValidationError(_("The statement is given already."))
            statement = cls(
                person=person,
                text=StatementText.current()._kept(),
                language=language,
                way=way,
                signed_on=on,
                recorded_by_id=by.pk,
            )
            statement.digest = digest(statement.facts())
            statement.save()
            if scan:
                name, blob = scan
                Attachment.objects.create(
                    owner=statement, blob=blob, name=name, kind="scan", added_by_id=by.pk
                )
            details = {"version": statement.text.number, "language": language, "way": way}
            record(statement, "give_statement", by=by, digest=statement.digest, **details)
        return statement

    def facts(self) -> dict:
        """All that the statement says, in one shape: what its digest is taken of."""
        return {
            "person": str(self.person.uid),
            "version": self.text.number,
            "text": self.words,
            "language": self.language,
            "way": self.way,
            "on": self.signed_on.isoformat(),
            "recorded": self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }

    @property
    def words(self) -> str:
        """The text in the language it was given in."""
        return self.text.in_language(self.language)

    def withdraw(self, *, by):
        """It counts no longer; what was signed under it stays signed."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            if self.withdrawn_at is not None:
                raise ValidationError(_("The statement is withdrawn already."))
            self.withdrawn_at, self.withdrawn_by = timezone.now(), by
            self.save()
            record(self, "withdraw_statement", by=by)


def lacks_statement(person) -> bool:
    """Whether this person must give a statement before signing here today."""
    return (
        EnablingOrder.objects.on().exists()
        and not Statement.objects.in_force().filter(person=person).exists()
    )
