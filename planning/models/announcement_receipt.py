"""To whom an announcement went, what became of the letter, whether it was opened (004/5.5.3)."""

from django.db import models
from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Letter
from people.models import Person

from .announcement import Announcement

State = Letter.State
OCCASION = "announcement"  # with its key: what a person is told of only once
TEMPLATE = "announcement"

#: The rows of the log by what became of their letter.
GROUPS = {
    "sent": Q(letter_state__in=[State.SENT, State.GATHERED]),
    "waiting": Q(letter_state__in=[State.WAITING, State.SENDING, State.KEPT])
    | Q(letter_state=None, by_mail=True),
    "failed": Q(letter_state=State.FAILED),
    "handed": Q(letter_state=State.HANDED),
    "without": Q(letter_state=State.INSIDE) | Q(letter_state=None, by_mail=False),
}


def occasion_of(announcement) -> str:
    """The beginning of the keys of its letters."""
    return f"{OCCASION}{announcement.pk}"


class AnnouncementReceiptQuerySet(models.QuerySet):
    def drop_letters(self, announcement) -> None:
        """Letters of it that have not left the house do not go any more."""
        Letter.objects.filter(key__startswith=f"{occasion_of(announcement)}:").drop()

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
        for receipt in self.unread().filter(person=person).select_related("announcement"):
            receipt.read_at = timezone.now()
            receipt.save(update_fields=["read_at"])
            key = f"{occasion_of(receipt.announcement)}:{TEMPLATE}:{person}"
            Letter.objects.filter(key=key).read()

    def for_log(self):
        """Each with its person and what became of the letter, in one query."""
        key = Concat(
            Value(OCCASION),
            Cast("announcement_id", CharField()),
            Value(f":{TEMPLATE}:"),
            Cast("person_id", CharField()),
        )
        letters = Letter.objects.filter(key=OuterRef("letter_key")).order_by()

        def of(name: str) -> Subquery:
            return Subquery(letters.values(name)[:1])

        return (
            self.select_related("person", "announcement")
            .annotate(letter_key=key)
            .annotate(
                own_state=of("state"),
                morning_state=of("digest__state"),
                letter_sent=Coalesce(of("sent_at"), of("digest__sent_at")),
                letter_handed=of("handed_on"),
                letter_address=of("address"),
                letter_error=Coalesce(of("digest__error"), of("error")),
                letter_read=of("read_at"),
            )
            .annotate(  # what went with a morning letter had its fate
                letter_state=Case(
                    When(own_state=State.GATHERED, then=Coalesce("morning_state", "own_state")),
                    default=F("own_state"),
                ),
                seen_at=Case(
                    When(own_state=State.HANDED, then=F("read_at")),
                    default=Coalesce("read_at", "letter_read"),
                ),
            )
            .order_by("person__sorted_as", "pk")
        )

    def summary(self) -> dict[str, int]:
        """How many were told and how, for one line."""
        rows = self.for_log().order_by()
        groups = {name: Count("pk", filter=which) for name, which in GROUPS.items()}
        return rows.aggregate(
            total=Count("pk"), read=Count("pk", filter=~Q(seen_at=None)), **groups
        )

    def in_state(self, state: str):
        """Rows of the log by the state of their letter."""
        return self.filter(GROUPS[state])


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
