"""Letters: written from the journal, sent by the worker, each once, in the reader's language."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from common import notices

from .journal import JournalEntry

PAUSES = [1, 5, 15, 60, 240, 720, 1440]  # minutes between tries while the mail server refuses
RECALLED = gettext_noop("The link in it no longer holds.")
GAP = "[…]"  # stands in the text of a letter for its secret


class Notice(models.Model):
    """A deed of which somebody is to be told; kept with the deed, so that none is forgotten."""

    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="notice")
    announced_at = models.DateTimeField(null=True)

    def __str__(self):
        return str(self.entry)

    @classmethod
    def keep_for(cls, entries) -> bool:
        """Remember those deeds that have a letter to write; says whether there are any."""
        told = [entry for entry in entries if notices.writers(entry)]
        cls.objects.bulk_create([cls(entry=entry) for entry in told])
        return bool(told)


class LetterQuerySet(models.QuerySet):
    def due(self):
        """Letters to send now, and those whose sender died on the way."""
        now = timezone.now()
        return self.filter(
            models.Q(state=Letter.State.WAITING, next_try__lte=now)
            | models.Q(state=Letter.State.SENDING, claimed_at__lt=now - timedelta(minutes=10))
        )


class Letter(models.Model):
    """One letter to one person, in their language."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not delivered")

    key = models.CharField(max_length=120, unique=True)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="letters", verbose_name=_("to")
    )
    address = models.EmailField(_("address"))
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    # A link that opens a door: kept only until the letter has left the house.
    secret = models.TextField(blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_try = models.DateTimeField(default=timezone.now, db_index=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.subject

    @property
    def whole_body(self) -> str:
        """The text with its secret in its place, as it is sent."""
        return self.body.replace(GAP, self.secret) if self.secret else self.body

    @classmethod
    def recall(cls, key: str) -> None:
        """What it says no longer holds: a letter that has not left is not sent any more."""
        cls.objects.filter(key=key, state=cls.State.WAITING).update(
            state=cls.State.FAILED, secret="", error=RECALLED
        )

    def claim(self) -> bool:
        """Take this letter for sending; false when another worker has it."""
        claimed = (
            Letter.objects.due()
            .filter(pk=self.pk, attempts=self.attempts)
            .update(state=self.State.SENDING, claimed_at=timezone.now(), attempts=self.attempts + 1)
        )
        self.attempts += 1
        return claimed == 1

    def sent(self) -> None:
        """The mail server took it."""
        self.state, self.sent_at, self.error = self.State.SENT, timezone.now(), ""
        self.secret = ""
        self.save()

    def refused(self, error: str, *, for_good: bool) -> None:
        """The mail server refused: try later, or give up and show it to the administrator."""
        self.error = error[:300]
        if for_good or self.attempts > len(PAUSES):
            self.state, self.secret = self.State.FAILED, ""
        else:
            self.state = self.State.WAITING
            self.next_try = timezone.now() + timedelta(minutes=PAUSES[self.attempts - 1])
        self.save()
