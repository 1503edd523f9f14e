"""Personal data: consent, requests of their subjects, transfers to others (domain 2.6).

Law No. 58: the subject gets the data within one week of asking; a refusal is reasoned, in
writing, within the same week.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.caller import SYSTEM
from common.models import Attachment, Lifecycle, Step, Todo, TranslatedField, deed, record
from common.models.translated import same_words

from .erasure import erase
from .person import Person

WEEK = timedelta(days=7)
EXPORT_KEPT = timedelta(days=30)


class ConsentText(models.Model):
    """The words to which people consent; every change is a new version."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    text = TranslatedField(_("text"), max_length=20000)
    since = models.DateField(_("from"), default=localdate)

    class Meta:
        ordering = ["-version"]

    def __str__(self):
        return gettext("Text of the consent, version %(number)s") % {"number": self.version}

    @classmethod
    def current(cls) -> "ConsentText | None":
        """The version that is asked for today."""
        return cls.objects.order_by("-version").first()

    @classmethod
    def publish(cls, text, *, by) -> "ConsentText":
        """A new version; whoever consented to an older one is asked again."""
        with deed(by=by):
            last = cls.objects.select_for_update().order_by("-version").first()
            if last and same_words(last.text, text):
                raise ValidationError({"text": _("Nothing was changed.")})
            made = cls.objects.create(version=last.version + 1 if last else 1, text=text)
            record(made, "publish", by=by, version=made.version)
        return made


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; those who keep people see all."""
        if user.has_perm("people.change_person"):
            return self
        return self.filter(person=user.person_id)

    def valid(self):
        """Consents that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A person consented to one version of the text: when, in which language, how."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="consents", verbose_name=_("who")
    )
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, verbose_name=_("version"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    given_on = models.DateField(_("given"), default=localdate)
    on_paper = models.BooleanField(_("on paper"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    attachments = GenericRelation(Attachment)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"],
                condition=Q(withdrawn_at=None),
                name="consent_once",
                violation_error_message=_("This person has consented already."),
            )
        ]

    def __str__(self):
        return f"{self.person} {self.text.version}"

    @classmethod
    def give(cls, person, *, by, language, on_paper=False, given_on=None) -> "Consent":
        """Consent to the text of today; given twice it stays one."""
        with deed(by=by):
            Person.objects.select_for_update().get(pk=person.pk)
            found = cls.objects.valid().filter(person=person, text=ConsentText.current()).first()
            if found:
                return found
            made = cls.objects.create(
                person=person,
                text=ConsentText.current(),
                language=language,
                given_on=given_on or localdate(),
                on_paper=on_paper,
                recorded_by=by,
            )
            record(made, "consent", by=by, version=made.text.version, on_paper=on_paper)
        return made

    def withdraw(self, *, by) -> None:
        """The person takes the consent back; that it was given stays on record."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=Consent.objects.select_for_update())
            if self.withdrawn_at is None:
                self.withdrawn_at = timezone.now()
                self.save()
                record(self, "withdraw_consent", by=by)


class DataRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; those who keep people see all."""
        if user.has_perm("people.change_person"):
            return self
        return self.filter(person=user.person_id)

    def for_list(self):
        return self.select_related("person")

    def late(self):
        """Those that the week has run out on."""
        return self.filter(state=DataRequest.State.ASKED, due__lt=localdate())


class DataRequest(Lifecycle):
    """A person asks for a copy of their data, or for its erasure; answered within a week."""

    class Kind(models.TextChoices):
        COPY = "copy", _("Copy of the data")
        ERASURE = "erasure", _("Erasure of the data")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", pgettext_lazy("request", "Refused")

    STEPS = {
        "answer": Step(
            label=_("Mark as answered"),
            done=_("answered it"),
            source={State.ASKED},
            target=State.ANSWERED,
            permission="people.answer_datarequest",
        ),
        "refuse": Step(
            label=_("Refuse with a reason"),
            done=_("refused it"),
            source={State.ASKED},
            target=State.REFUSED,
            permission="people.refuse_datarequest",
            danger=True,
        ),
    }

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="data_requests", verbose_name=_("who")
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    asked_on = models.DateField(_("asked"), default=localdate)
    due = models.DateField(_("due"))
    on_paper = models.BooleanField(_("on paper"), default=False)
    refusal = models.TextField(_("reason of the refusal"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords()

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state="asked"),
                name="data_request_one_open",
                violation_error_message=_("This is asked already and not yet answered."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""),
                name="data_request_refusal_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"

    def get_absolute_url(self):
        return reverse("people:data_request", args=[self.pk])

    @classmethod
    def ask(cls, person, kind: str, *, by, asked_on=None, on_paper=False) -> "DataRequest":
        """The week begins; asked again before the answer, it is the same request."""
        with deed(by=by):
            Person.objects.select_for_update().get(pk=person.pk)
            found = cls.objects.filter(person=person, kind=kind, state=cls.State.ASKED).first()
            if found:
                return found
            asked_on = asked_on or localdate()
            made = cls.objects.create(
                person=person, kind=kind, asked_on=asked_on, due=asked_on + WEEK, on_paper=on_paper
            )
            record(made, "ask_data", by=by, kind=kind, due=made.due.isoformat())
            if kind == cls.Kind.ERASURE:
                keepers = Person.objects.holding("people.manage")
                Todo.objects.ask(keepers, "people.answer_request", made, due=made.due)
        return made

    def answer(self, *, by):
        """The copy is made, or the data is erased: what goes, goes with this very deed."""
        with self.step("answer", by=by):
            if self.kind == self.Kind.ERASURE:
                erase(self.person, by=by)
            self._close()

    def refuse(self, *, by, refusal):
        """Say no, with the reason, in writing."""
        with self.step("refuse", by=by):
            self.refusal = refusal
            self._close()

    def _close(self) -> None:
        self.answered_at = timezone.now()
        Todo.objects.about(self).done()


SYSTEM.allowed |= {"people.answer_datarequest"}


class TransferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep people see all; everyone sees those that name them."""
        if user.has_perm("people.change_person"):
            return self
        return self.filter(people=user.person_id)

    def for_list(self):
        return self.select_related("by__person").prefetch_related("people")


class Transfer(models.Model):
    """Personal data was given to somebody outside: to whom, what, on which ground (domain 2.6)."""

    on = models.DateField(_("date"), default=localdate)
    recipient = models.CharField(_("to whom"), max_length=300)
    what = models.TextField(_("what was given"))
    basis = models.TextField(_("ground"), help_text=_("The law, the contract or the consent."))
    people = models.ManyToManyField(Person, verbose_name=_("about whom"), related_name="transfers")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who gave it"),
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.on:%d.%m.%Y} {self.recipient}"
