"""The private address at which a person's own calendar is read by a phone or a mail program."""

import secrets
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import deed, record
from people.models import Account, Person

BYTES = 16  # 128 bits


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and nobody else's."""
        return self.filter(person=user.person_id)


class CalendarFeed(models.Model):
    """Whoever knows the address reads what waits for this person: no sign-in, so it is secret.

    ``told`` remembers what was said of each event, so that a day that moved is said as a change.
    It is no record of the organisation: deeds are journalled, the token stands nowhere else.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="calendar_feed", verbose_name=_("whose")
    )
    token = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001
    made_at = models.DateTimeField(_("made"), null=True, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, editable=False)
    told = models.JSONField(default=dict, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("planning:feed")

    @classmethod
    def make(cls, *, by) -> "CalendarFeed":
        """A new address for who asks; the one before opens nothing any more."""
        with deed(by=by):
            feed, _made = cls.objects.select_for_update().get_or_create(person=by.person)
            feed.token, feed.made_at, feed.read_at = secrets.token_hex(BYTES), timezone.now(), None
            feed.save()
            record(feed, "make_calendar_address", by=by)
        return feed

    def stop(self, *, by) -> None:
        """The calendar is read nowhere any more."""
        with deed(by=by):
            self.token, self.read_at, self.told = None, None, {}
            self.save()
            record(self, "stop_calendar_address", by=by)

    @classmethod
    def of_token(cls, token: str) -> "CalendarFeed | None":
        """The feed of an address."""
        return cls.objects.select_related("person__user").filter(token=token).first()

    @property
    def address(self) -> str:
        return reverse("calendar_feed", args=[self.token]) if self.token else ""

    @property
    def reader(self) -> Any:
        """The account by whose rights it is read; nobody once they left or are blocked."""
        user = getattr(self.person, "user", None)
        if user is None or not user.is_active or user.state == Account.State.BLOCKED:
            return None
        return user if user.is_employee else None
