"""Small tables of the house: running numbers, signs of life, kept views of registers."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Sequence(models.Model):
    """A running number per key and period, with no gap: a rolled-back deed gives it back."""

    key = models.CharField(max_length=80)
    period = models.CharField(max_length=10, blank=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "period"], name="sequence_once")]

    def __str__(self):
        return f"{self.key} {self.period}: {self.last}"

    @classmethod
    def reach(cls, key: str, period: str, n: int) -> None:
        """The next number will be after ``n``."""
        cls.objects.get_or_create(key=key, period=period)
        cls.objects.filter(key=key, period=period, last__lt=n).update(last=n)

    @classmethod
    def take(cls, key: str, period: str = "") -> int:
        """The next number, held by this transaction until it ends."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("A number is taken inside the deed that uses it.")
        cls.objects.get_or_create(key=key, period=period)
        row = cls.objects.select_for_update().get(key=key, period=period)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last


class Heartbeat(models.Model):
    """The last sign of life of a part of the system that runs by itself."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, name: str) -> None:
        """I am alive."""
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})


class SavedViewQuerySet(models.QuerySet):
    def on(self, page: str, user):
        """One's own views of a page, and those that somebody shares with everybody."""
        mine = models.Q(user=user) | models.Q(is_shared=True)
        return self.filter(mine, page=page).select_related("user__person")


class SavedView(models.Model):
    """A reader's own set of filters and order on a register, under a name; perhaps shared.

    It holds no rows: whoever opens it finds what they may see themselves.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views"
    )
    page = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_once")
        ]

    def __str__(self):
        return self.name
