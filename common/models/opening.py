"""Who opened what: the log of openings of restricted things and of papers that wait for one."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import caller


class OpeningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who read the journal."""
        return self if user.has_perm("common.view_openings") else self.none()

    def for_list(self):
        return self.select_related("user__person", "content_type").prefetch_related("object")

    def update(self, **kwargs):
        raise TypeError("The log of openings is never changed.")

    def delete(self):
        raise TypeError("The log of openings is never cut.")

    def about(self, things):
        """The openings of objects of one kind."""
        kind = ContentType.objects.get_for_model(things.model)
        return self.filter(content_type=kind, object_id__in=things.values("pk"))

    def note(self, user, thing, mark="") -> None:
        """``user`` opened ``thing``; ``mark`` is the hash of what was shown of it.

        One insert, and at most one row an hour for the same user, thing and mark.
        """
        now = timezone.now()
        row = self.model(
            user=user,
            content_type=ContentType.objects.get_for_model(thing),
            object_id=thing.pk,
            mark=mark,
            at=now,
            hour=now.replace(minute=0, second=0, microsecond=0),
            ip=caller.current().ip,
        )
        self.bulk_create([row], ignore_conflicts=True)

    def marks(self, user, marks) -> set[str]:
        """Which of these texts the user has opened."""
        seen = self.filter(user=user, mark__in=[mark for mark in marks if mark])
        return set(seen.values_list("mark", flat=True))


class Opening(models.Model):
    """One opening. Only added to, and no part of the chain: reading is no deed (004/5.5.1)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey()
    mark = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("when"), db_index=True)
    hour = models.DateTimeField()
    ip = models.GenericIPAddressField(_("from where"), null=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id", "mark", "hour"],
                name="opening_once_an_hour",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.user} {self.content_type.model} {self.object_id}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The log of openings is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log of openings is never cut.")
