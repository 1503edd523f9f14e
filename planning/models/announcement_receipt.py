"""To whom an announcement went, what became of the letter, whether it was opened (004/5.5.3)."""

from django.db import models
from django.db.models import CharField, Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Letter
from people.models import Person

from .announcement import Announcement

State = Letter.State
OCCASION = "announcement"  # with its key: what a person is told of only once
TEMPLATE = "announcement"
WAITING = [State.WAITING, State.SENDING]


def occasion_of(announcement) -> str:
    """The beginning of the keys of its letters."""
    return f"{OCCASION}{announcement.pk}"


class AnnouncementReceiptQuerySet(models.QuerySet):
    def unread(self):
        """Not opened yet by the one it was sent to."""
        return self.filter(read_at=None)

    def tell(self, announcement, people) -> None:
        """One row for each person, with whether a letter can reach them."""
        self.bulk_create(
            [
                AnnouncementReceipt(
                    announcement=announcement, person=person, by_mail=bool(person.email)
                )
                for person in people
            ],
            batch_size=500,
        )

    def opened_by(self, person: int) -> None:
        """The first opening counts; reading is no deed and leaves no row in the journal."""
        self.unread().filter(person=person).update(read_at=timezone.now())

    def for_log(self):
        """Each with its person and what became of the letter, in one query."""
        key = Concat(
            Value(OCCASION),
            Cast("announcement_id", CharField()),
            Value(f":{TEMPLATE}:"),
            Cast("person_id", CharField()),
        )
        letters = Letter.objects.filter(key=OuterRef("letter_key")).order_by()
        return (
            self.select_related("person", "announcement")
            .annotate(letter_key=key)
            .annotate(
                letter_state=Subquery(letters.values("state")[:1]),
                letter_sent=Subquery(letters.values("sent_at")[:1]),
                letter_address=Subquery(letters.values("address")[:1]),
                letter_error=Subquery(letters.values("error")[:1]),
            )
            .order_by("person__sorted_as", "pk")
        )

    def summary(self) -> dict[str, int]:
        """How many were told and how, for one line."""
        rows = self.for_log().order_by()
        return rows.aggregate(
            total=Count("pk"),
            sent=Count("pk", filter=Q(letter_state=State.SENT)),
            failed=Count("pk", filter=Q(letter_state=State.FAILED)),
            waiting=Count(
                "pk", filter=Q(letter_state__in=WAITING) | Q(letter_state=None, by_mail=True)
            ),
            without=Count("pk", filter=Q(letter_state=None, by_mail=False)),
            read=Count("pk", filter=~Q(read_at=None)),
        )

    def in_state(self, state: str):
        """Rows of the log by the state of their letter."""
        if state == "waiting":
            return self.filter(Q(letter_state__in=WAITING) | Q(letter_state=None, by_mail=True))
        if state == "without":
            return self.filter(letter_state=None, by_mail=False)
        return self.filter(letter_state=state)


class AnnouncementReceipt(models.Model):
    """One employee to whom an announcement was sent, and when they opened it."""

    PART_OF = "announcement"

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="receipts"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    by_mail = models.BooleanField(_("by e-mail"), default=True)
    read_at = models.DateTimeField(_("opened"), null=True)

    objects = AnnouncementReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "person"], name="announcement_receipt_once"
            )
        ]

    def __str__(self):
        return f"{self.announcement}: {self.person}"
