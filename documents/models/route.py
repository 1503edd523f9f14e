"""Routes of approval: ordered and parallel steps of a signable thing (004/7.3.5, 7.3.6)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TranslatedField
from people.models import Body, Position


class StepKind(models.TextChoices):
    """What is asked at a step: a signature of agreement, a body's decision, the approval; or the
    signatures under a paper that nobody approves, such as a protocol.
    """

    AGREE = "agree", _("Agrees")
    SIGN = "sign", _("Signs")
    DECIDE = "decide", _("Decides")
    APPROVE = "approve", _("Approves")


class Route(models.Model):
    """The way one kind of paper goes from draft to approval, as the profile sets it."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return str(self.name)

    @property
    def asks_for_people(self) -> bool:
        """Whether the sender must name who agrees (owner and participants of a process)."""
        return any(step.is_named for step in self.steps.all())


class RouteStep(models.Model):
    """One step; steps of the same order run side by side.

    It names a position, a body, or nobody: then the sender names the persons (004/7.3.5, owners
    and participants). One position approves, and it is the last (004/7.3.6).
    """

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("what"), max_length=10, choices=StepKind)
    position = models.ForeignKey(
        Position, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position=None) | Q(body=None), name="route_step_position_or_body"
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.DECIDE) | Q(body__isnull=False),
                name="route_step_body_decides",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.APPROVE) | Q(position__isnull=False),
                name="route_step_position_approves",
            ),
            models.UniqueConstraint(
                fields=["route"],
                condition=Q(kind=StepKind.APPROVE),
                name="route_has_one_approver",
            ),
        ]

    def __str__(self):
        return f"{self.order}. {self.get_kind_display()}"

    @property
    def is_named(self) -> bool:
        return self.position_id is None and self.body_id is None
