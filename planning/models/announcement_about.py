"""What an announcement is about: documents, orders and appointments, by what happened to them."""

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.reach import within_reach

from .announcement import Announcement


class AnnouncementAboutQuerySet(models.QuerySet):
    def with_things(self) -> list["AnnouncementAbout"]:
        """With the records themselves; one query a kind."""
        return self._joined(lambda model: model._default_manager.select_related())

    def within_reach_of(self, user) -> list["AnnouncementAbout"]:
        """Only those of which this reader may know; one query a kind."""
        return self._joined(lambda model: within_reach(model, user))

    def _joined(self, rows_of) -> list["AnnouncementAbout"]:
        found: list[Any] = list(self.select_related("content_type"))
        asked: dict[ContentType, set[int]] = {}
        for one in found:
            asked.setdefault(one.content_type, set()).add(one.object_id)
        things = {
            (kind.pk, thing.pk): thing
            for kind, keys in asked.items()
            if (model := kind.model_class())
            for thing in rows_of(model).filter(pk__in=keys)
        }
        kept = []
        for one in found:
            one.thing = things.get((one.content_type_id, one.object_id))
            if one.thing is not None:
                kept.append(one)
        return kept


class AnnouncementAbout(models.Model):
    """One record that an announcement names, and what happened to it."""

    PART_OF = "announcement"

    class Event(models.TextChoices):
        IN_FORCE = "in_force", _("came into force")
        WITHDRAWN = "withdrawn", _("is no longer used")
        GIVEN = "given", _("was given")
        ENDED = "ended", _("ended")
        NAMED = "named", _("is named")

    announcement = models.ForeignKey(
        Announcement,
        on_delete=models.PROTECT,
        related_name="about",
        verbose_name=_("announcement"),
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("record")
    )
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey()
    event = models.CharField(_("what happened"), max_length=10, choices=Event)
    history = HistoricalRecords()

    objects = AnnouncementAboutQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "content_type", "object_id", "event"],
                name="announcement_names_it_once",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.announcement}: {self.get_event_display()}"

    @property
    def is_restricted(self) -> bool:
        """Whether only top management may know of it."""
        return getattr(self.thing, "is_restricted", False)

    @property
    def key(self) -> str:
        """What a form calls it."""
        kind = self.content_type
        return f"{kind.app_label}.{kind.model}:{self.object_id}:{self.event}"
