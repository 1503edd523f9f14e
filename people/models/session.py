"""Sessions: where an account is signed in, and the end of it (ISO 27001, A.8.5)."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import caller


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def standing(self):
        """Those that still open a door: not ended, and not idle for too long."""
        idle = timezone.now() - timedelta(minutes=settings.SESSION_IDLE)
        return self.filter(ended_at=None, seen_at__gt=idle)

    def end(self) -> int:
        """End these now: their keys open nothing any more. How many there were."""
        ended = list(self.filter(ended_at=None))
        for session in ended:
            session.end()
        return len(ended)


class UserSession(models.Model):
    """One sign-in of one account on one device."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions"
    )
    key = models.CharField(max_length=40, blank=True)
    ip = models.GenericIPAddressField(_("from where"), null=True)
    agent = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField(_("signed in"))
    seen_at = models.DateTimeField(_("last seen"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = UserSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [models.Index(fields=["user", "ended_at"])]

    def __str__(self):
        return f"{self.user} {self.began_at:%Y-%m-%d %H:%M}"

    @classmethod
    def begin(cls, request, user) -> "UserSession":
        """An account signed in: note the device and the address."""
        if not request.session.session_key:
            request.session.create()
        now = timezone.now()
        return cls.objects.create(
            user=user,
            began_at=now,
            seen_at=now,
            key=request.session.session_key,
            ip=caller.current().ip or request.META.get("REMOTE_ADDR") or None,
            agent=request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:300],
        )

    def end(self) -> None:
        """Its key opens nothing any more."""
        if self.key:
            import_module(settings.SESSION_ENGINE).SessionStore().delete(self.key)
        self.key, self.ended_at = "", timezone.now()
        self.save(update_fields=["key", "ended_at"])
