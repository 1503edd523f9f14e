"""Letters: written from the journal, sent by the worker, each once, in the reader's language."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from common import notices

from .journal import JournalEntry
from .todo import Todo

PAUSES = [1, 5, 15, 60, 240, 720, 1440]  # minutes between tries while the mail server refuses
RECALLED = gettext_noop("The link in it no longer holds.")
OUTDATED = gettext_noop("What it says was no longer true when it could go.")
HOMELESS = gettext_noop("There is no address any more.")
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

    def inside(self, person):
        """What this person is told inside, under the bell."""
        return self.filter(person=person, kind=Letter.Kind.NOTICE)

    def unread(self):
        return self.filter(read_at=None)

    def visible_to(self, user):
        """One's own; those who keep accounts see what became of every one."""
        if user.has_perm("common.view_letters"):
            return self
        return self.filter(person=user.person_id)

    def for_list(self):
        return self.select_related("person", "entry__content_type")

    def undelivered(self):
        """Those that an address refused; not those that need not leave any more."""
        return self.filter(state=Letter.State.FAILED).exclude(error__in=[RECALLED, OUTDATED])

    def for_hands(self):
        """What its reader can only be given on paper: no address, or one that refuses."""
        refused = Letter.objects.undelivered()
        unheard = models.Q(state=Letter.State.INSIDE) | models.Q(pk__in=refused.values("pk"))
        lost = models.Q(state=Letter.State.GATHERED, digest__in=refused.values("pk"))
        return self.unread().filter(unheard | lost, kind=Letter.Kind.NOTICE)

    def outdated(self):
        """Those about work that waited for their reader when they were written, and does no more:
        it was done, given to somebody else, approved.
        """
        mine = Todo.objects.filter(
            person=models.OuterRef("person"),
            content_type=models.OuterRef("entry__content_type"),
            object_id=models.OuterRef("entry__object_id"),
        )
        ended = models.Exists(mine.filter(done_at__gt=models.OuterRef("created_at")))
        return self.filter(ended, ~models.Exists(mine.waiting()), kind=Letter.Kind.NOTICE)

    def drop(self) -> int:
        """What these say is no longer true: those that were held go nowhere."""
        held = self.filter(state__in=[Letter.State.WAITING, Letter.State.KEPT])
        return held.update(state=Letter.State.FAILED, error=OUTDATED, read_at=timezone.now())

    def drop_outdated(self) -> int:
        keys = list(self.outdated().values_list("pk", flat=True))
        return Letter.objects.filter(pk__in=keys).drop()

    def read(self) -> int:
        """Their reader has seen them now."""
        return self.unread().update(read_at=timezone.now())


class Letter(models.Model):
    """One letter to one person, in their language; what it tells stands inside as well."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("Notice")
        DIGEST = "digest", _("Morning letter")
        DOOR = "door", _("Letter with a link to sign in")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not delivered")
        KEPT = "kept", _("Kept for the morning")
        GATHERED = "gathered", _("In the morning letter")
        INSIDE = "inside", _("Inside only")
        HANDED = "handed", _("Handed over on paper")

    key = models.CharField(max_length=120, unique=True)
    entry = models.ForeignKey(
        JournalEntry, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="letters", verbose_name=_("to")
    )
    address = models.EmailField(_("address"), blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTICE, editable=False)
    # What may not wait for a working morning: accounts, locks, faults of the installation.
    urgent = models.BooleanField(default=False, editable=False)
    url = models.CharField(max_length=500, blank=True, editable=False)  # where its thing stands
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
    read_at = models.DateTimeField(null=True, editable=False)
    digest = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="gathers", editable=False
    )
    handed_on = models.DateField(null=True, editable=False)
    handed_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["person"],
                name="letter_unread",
                condition=models.Q(read_at=None, kind="notice"),
            ),
            models.Index(
                fields=["person", "state"],
                name="letter_stays",
                condition=models.Q(state__in=["kept", "failed", "inside", "gathered"]),
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("letter", args=[self.pk])

    @property
    def whole_body(self) -> str:
        """The text with its secret in its place, as it is sent."""
        return self.body.replace(GAP, self.secret) if self.secret else self.body

    @property
    def on_paper(self) -> str:
        """The text for a sheet: without the closing line of a mail."""
        return self.body.rpartition("\n--\n")[0] or self.body

    @classmethod
    def recall(cls, key: str) -> None:
        """What it says no longer holds: a letter that has not left is not sent any more."""
        cls.objects.filter(key=key, state=cls.State.WAITING).update(
            state=cls.State.FAILED, secret="", error=RECALLED
        )

    @classmethod
    def hand_over(cls, letters, *, by, on) -> int:
        """These were given to their reader on paper; how many."""
        count = letters.update(
            state=cls.State.HANDED, read_at=timezone.now(), handed_on=on, handed_by=by
        )
        empty = cls.objects.filter(kind=cls.Kind.DIGEST).undelivered()
        empty.exclude(gathers__read_at=None).update(state=cls.State.HANDED, handed_on=on)
        return count

    @classmethod
    def send_again(cls, person) -> int:
        """The address was mended: what it refused goes to the new one; how many letters go.

        What was read inside meanwhile is told, and a link that is no more cannot be sent again.
        """
        failed = cls.objects.filter(person=person).undelivered()
        failed.filter(kind=cls.Kind.DOOR).update(error=RECALLED)
        failed.exclude(read_at=None).update(state=cls.State.INSIDE)
        return failed.update(
            state=cls.State.WAITING if person.email else cls.State.INSIDE,
            address=person.email,
            attempts=0,
            next_try=timezone.now(),
        )

    @property
    def was_held(self) -> bool:
        """Its reader wanted quiet, or the mail server was away: things went on meanwhile."""
        return self.next_try - self.created_at > timedelta(minutes=1)

    def to_the_address_of_today(self) -> bool:
        """It goes where its reader is reached now; without an address it stays inside."""
        if self.person.email and self.person.email == self.address:
            return True
        rows = Letter.objects.due().filter(pk=self.pk)
        if self.person.email:
            self.address = self.person.email
            rows.update(address=self.address)
        elif self.kind == self.Kind.NOTICE:
            rows.update(address="", state=self.State.INSIDE)
        else:
            rows.update(state=self.State.FAILED, secret="", error=HOMELESS)
        return bool(self.person.email)

    def put_off(self, until) -> None:
        """Its reader wants quiet now: it goes later, and this was no try."""
        Letter.objects.filter(pk=self.pk, state=self.State.WAITING).update(next_try=until)

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
