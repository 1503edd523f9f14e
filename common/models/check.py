"""What the house checks by itself: chain, files, backup, rehearsal; each run is a row."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from common import findings
from common.caller import SYSTEM
from common.dates import date_and_time

from .journal import deed, record

log = logging.getLogger(__name__)

FINDINGS_KEPT = 100
STOPPED = gettext_noop("It stopped: %(error)s")
AND_MORE = gettext_noop("… and %(count)s more.")


class CheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who look after the installation."""
        return self if user.has_perm("common.view_installation") else self.none()

    def for_list(self):
        return self

    def newest(self, kind: str):
        """The last run of a kind that came to an end."""
        return self.filter(kind=kind, ended_at__isnull=False).order_by("-started_at").first()


class Check(models.Model):
    """One run of one kind of check: how far it is, and what it found (004/7.5.5).

    A finding is a sentence of the catalogue with its values, so that each reader reads it in
    their own language.
    """

    TOLD_BY_NAME = True

    kind = models.CharField(_("what"), max_length=40, db_index=True)
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), default=0)
    is_good = models.BooleanField(_("good"), null=True)
    findings = models.JSONField(default=list)
    findings_count = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)

    objects = CheckQuerySet.as_manager()
    _told = 0.0

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        from common.lights import name_of  # noqa: PLC0415 -- the lights know the checks

        return f"{name_of(self.kind)}, {date_and_time(self.started_at)}"

    def get_absolute_url(self):
        return reverse("check", args=[self.pk])

    @classmethod
    @contextmanager
    def running(cls, kind: str, *, total: int = 0) -> Iterator["Check"]:
        """A run that ends good, or with what was found; whatever stops it is a finding too."""
        check = cls.objects.create(kind=kind, total=total)
        try:
            yield check
        except Exception as error:
            log.exception("The check “%s” stopped.", kind)
            check.find(STOPPED, error=str(error) or type(error).__name__)
        check.end()

    def find(self, sentence: str, **values) -> None:
        """Something is wrong: ``sentence`` is one that gettext knows (mark it by gettext_noop)."""
        self.findings_count += 1
        if len(self.findings) < FINDINGS_KEPT:
            self.findings.append({"text": sentence, "values": values})

    def remark(self, sentence: str, *, amber: bool = True, **values) -> None:
        """Worth a look, and no fault: the run stays good; ``amber`` says so on its light."""
        told = self.facts.setdefault("remarks", [])
        if len(told) < FINDINGS_KEPT:
            told.append({"text": sentence, "values": values})
        self.facts["is_amber"] = self.facts.get("is_amber", False) or amber

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far it is; written once a second at most."""
        self.done = done
        self.total = self.total if total is None else total
        if monotonic() - self._told >= 1:
            self._told = monotonic()
            type(self).objects.filter(pk=self.pk).update(done=self.done, total=self.total)

    def end(self) -> None:
        """The run is over; a bad end is a deed, so that those responsible get a letter."""
        self.ended_at, self.is_good = timezone.now(), not self.findings
        with deed(by=SYSTEM):
            self.save()
            if not self.is_good:
                record(self, "fail", by=SYSTEM, kind=self.kind, findings=self.findings_count)

    @property
    def sentences(self) -> list[str]:
        """What was found, in the reader's language."""
        return [*findings.plain(self.findings), *self._more()]

    def sentences_for(self, user) -> list[str]:
        """The same for a page: what this reader may open is a link."""
        return [*findings.linked(self.findings, user), *self._more()]

    def _more(self) -> list[str]:
        more = self.findings_count - len(self.findings)
        return [gettext(AND_MORE) % {"count": more}] if more else []

    @property
    def remarks(self) -> list[str]:
        """What is worth a look, in the reader's language."""
        return findings.plain(self.facts.get("remarks", []))

    def remarks_for(self, user) -> Sequence[str]:
        """The same for a page."""
        return findings.linked(self.facts.get("remarks", []), user)

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
