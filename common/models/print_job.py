"""A page that is too long to be printed while somebody waits: the worker makes its PDF."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .file import Blob

KEPT_FOR = timedelta(days=7)
FRESH_FOR = timedelta(minutes=5)


class PrintJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only who asked for it: another may see less of the same page."""
        return self.filter(by=user)

    def for_list(self):
        return self

    def old(self):
        """Those that nobody needs any more."""
        return self.filter(asked_at__lt=timezone.now() - KEPT_FOR)

    def ask(self, user, page: str, query: str, language: str, name: str) -> "PrintJob":
        """Have a page printed for ``user``; the same page asked for just now is not made twice."""
        asked: dict[str, Any] = {"by": user, "page": page, "query": query, "language": language}
        since = timezone.now() - FRESH_FOR
        same = self.filter(**asked, asked_at__gt=since).exclude(state=PrintJob.State.FAILED)
        made: Any = same.first() or self.create(**asked, name=name[:200])
        return made


class PrintJob(models.Model):
    """One page to be printed as its asker sees it: rights are asked again when it is made."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the worker")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("who")
    )
    page = models.CharField(max_length=500)
    query = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    name = models.CharField(max_length=200)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    claimed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("print_job", args=[self.uid])

    @property
    def kept_until(self):
        """The day on which it is let go."""
        return timezone.localtime(self.asked_at + KEPT_FOR).date()

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
