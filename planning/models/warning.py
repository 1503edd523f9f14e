"""What was told about a duty already: reminders before its day, words higher up after it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .duty import Duty


class DutyWarning(models.Model):
    """What was told about a duty already: nothing is told twice, whatever runs twice."""

    class Kind(models.TextChoices):
        REMIND = "remind", _("Reminder")
        ESCALATE = "escalate", _("Told higher up")

    PART_OF = "duty"

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="warnings")
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.SmallIntegerField()
    due = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "kind", "level", "due"], name="duty_warned_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.level} {self.due}"
