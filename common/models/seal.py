"""The daily seal of the journal: its length and last hash leave the database (004/7.5.5).

Whoever can write to the database could rewrite the whole chain with its head. They cannot rewrite
the files and the signed sheets that say how the chain stood on each day.
"""

import hashlib
import json
from datetime import UTC

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHEET = "seal"


class SealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who read the journal."""
        return self if user.has_perm("common.view_journal") else self.none()

    def for_list(self):
        return self

    def update(self, **kwargs):
        raise TypeError("A seal is never changed.")

    def delete(self):
        raise TypeError("A seal is never removed.")


class Seal(models.Model):
    """How the chain stood at one moment: so many rows, the last of them with this hash."""

    number = models.PositiveIntegerField(_("No."), unique=True)
    day = models.DateField(_("day"), db_index=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    count = models.PositiveBigIntegerField(_("rows"))
    hash = models.CharField(_("hash of the last row"), max_length=64, blank=True)
    previous = models.CharField(_("the seal before it"), max_length=64, blank=True)
    file_name = models.CharField(_("file"), max_length=80, unique=True)
    sha256 = models.CharField(_("hash of the file"), max_length=64)

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self):
        return _("Seal No. %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("seal", args=[self.pk])

    def text(self) -> str:
        """What stands in the file of this seal, readable by anybody without Sapat."""
        told = {
            "seal": self.number,
            "day": self.day.isoformat(),
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "rows": self.count,
            "hash": self.hash,
            "previous_seal": self.previous,
        }
        return json.dumps(told, indent=2) + "\n"

    def computed_sha256(self) -> str:
        """The hash its file must have."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    @property
    def grouped_hash(self) -> list[str]:
        """The hash in groups of eight, fit to be compared by eye."""
        return [self.hash[n : n + 8] for n in range(0, len(self.hash), 8)]


class TrailReview(models.Model):
    """Somebody looked through the trail of a period and says so."""

    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    remark = models.TextField(
        _("what was found"), help_text=_("If all was in order, say so in a few words.")
    )
    by = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
        editable=False,
    )
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="trail_review_ends_after_it_begins",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self):
        return f"{self.since:%d.%m.%Y}-{self.until:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("trail_reviews")
