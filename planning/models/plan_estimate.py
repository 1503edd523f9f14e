"""The estimate of a work plan: what it costs, row by row, counted exactly (004/5.2)."""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField

from .plan import WorkPlan
from .plan_line import PlanLine

TYIYN = Decimal("0.01")


class EstimateRow(Revised):
    """One row: article, unit of measure, quantity, price in soms; of one line or of the plan."""

    PART_OF = "plan"

    plan = models.ForeignKey(
        WorkPlan, on_delete=models.CASCADE, related_name="estimate", verbose_name=_("plan")
    )
    line = models.ForeignKey(
        PlanLine,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="estimate",
        verbose_name=_("line of the plan"),
    )
    article = TranslatedField(_("article of expense"))
    measure = models.CharField(_("unit of measure"), max_length=40, blank=True)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=12,
        decimal_places=3,
        default=1,
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    price = models.DecimalField(
        _("price, soms"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, price__gte=0), name="estimate_counts_something"
            )
        ]

    def __str__(self):
        return str(self.article)

    def clean(self):
        if self.line and self.line.plan_id != self.plan_id:
            raise ValidationError({"line": gettext("This line is of another plan.")})

    @property
    def sum(self) -> Decimal:
        """Quantity by price, to the tyiyn."""
        return (self.quantity * self.price).quantize(TYIYN, rounding=ROUND_HALF_UP)

    def data(self) -> dict[str, str | dict]:
        """What a signature covers of it."""
        return {
            "line": self.line.number if self.line else "",
            "article": dict(self.article),
            "measure": self.measure,
            "quantity": f"{self.quantity:.3f}",
            "price": f"{self.price:.2f}",
            "sum": f"{self.sum:.2f}",
        }
