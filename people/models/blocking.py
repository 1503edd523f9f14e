"""Why an account was blocked: kept when it is open again (004/7.5.5)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models.history import restated
from common.personal import erases


class Blocking(models.Model):
    """One blocking of an account with its reason; the journal's row names it by its history."""

    PART_OF = "user"
    REASON = "reason"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="blockings",
        verbose_name=_("account"),
    )
    at = models.DateTimeField(_("blocked since"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.user} {self.at:%d.%m.%Y}"


@erases
def reasons(person) -> list[list]:
    """Reasons of blockings go with the data of the person."""
    changed = []
    told = Blocking.objects.filter(user__person=person, at__lt=person.erased_at)
    for blocking in told.exclude(reason=""):
        before = list(blocking.history.values_list("history_id", flat=True))
        blocking.reason, blocking._change_reason = "", "erase"  # type: ignore[attr-defined]
        blocking.save()
        blocking.history.filter(history_id__in=before).update(reason="")
        changed += restated(blocking.history.filter(history_id__in=before))
    user = getattr(person, "user", None)
    if user is not None and user.blocked_at and user.blocked_at < person.erased_at:
        user.block_reason = ""
        user.save(update_fields=["block_reason"])
    return changed
