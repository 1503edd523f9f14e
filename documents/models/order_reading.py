"""Acquaintance with an order: asked of whom, opened, confirmed on screen or on the paper sheet
(004/5.5.1: employees named as executors sign the paper order).
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.models import Attachment, Todo, deed, record
from people.models import Person

from .order import Order
from .order_distribution import due_from_today

TODO = "documents.acquaint_order"


class OrderReadingQuerySet(models.QuerySet):
    def open(self):
        """Asked, and not acquainted yet."""
        return self.filter(read_at=None)

    def late(self):
        """Open after their day, of an order that holds."""
        return self.open().filter(due__lt=localdate(), order__state__in=["approved", "fulfilled"])

    def for_list(self):
        """All that a line of a list shows."""
        return self.select_related("person", "recorded_by")

    def opened_by(self, person: int) -> None:
        """The first opening counts; reading is no deed and leaves no row in the journal."""
        self.filter(person=person, opened_at=None).update(opened_at=timezone.now())

    def ask_one(self, order, person) -> Any:
        """Ask one more person, with the usual days; nothing where they were asked already."""
        if self.filter(order=order, person=person).exists():
            return None
        return self.create(order=order, person=person, why="executor", due=due_from_today())

    def record_on_paper(self, readings, *, by, on: date, scan=None) -> int:
        """Those who signed the sheet on paper on a day, confirmed by whoever keeps it."""
        if on > localdate():
            raise ValidationError({"on": _("The sheet cannot be signed in the future.")})
        with deed(by=by):
            rows = self.open().filter(pk__in=[one.pk for one in readings])
            found = list(rows.select_for_update(of=("self",)).select_related("order"))
            for order in {one.order for one in found}:
                if on < order.order_date:
                    raise ValidationError(
                        {
                            "on": _("The order was signed only on %(date)s.")
                            % {"date": numeric(order.order_date)}
                        }
                    )
            for one in found:
                one.read_at, one.paper_on, one.recorded_by = timezone.now(), on, by.person
                one.save(update_fields=["read_at", "paper_on", "recorded_by"])
            for order in {one.order for one in found}:
                if scan:
                    name, blob = scan
                    Attachment.objects.create(
                        owner=order, blob=blob, name=name, kind="acquaintance", added_by=by
                    )
                people = sorted(one.person_id for one in found if one.order == order)
                Todo.objects.about(order).filter(kind=TODO, person__in=people).done()
                record(
                    order,
                    "acquaint_order_on_paper",
                    by=by,
                    people=people,
                    on=on.isoformat(),
                    **({"sha256": scan[1].sha256} if scan else {}),
                )
        return len(found)


class OrderReading(models.Model):
    """One person who is to know of an order, and when they said that they do."""

    PART_OF = "order"

    class Why(models.TextChoices):
        EXECUTOR = "executor", _("Executor")
        CONTROLLER = "controller", _("Controls it")
        NAMED = "named", _("Named")
        REPEAL = "repeal", _("Knew the repealed order")
        EVERYONE = "everyone", _("Employee")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="order_readings", verbose_name=_("who")
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due = models.DateField(_("due"))
    opened_at = models.DateTimeField(_("opened"), null=True)
    read_at = models.DateTimeField(_("acquainted"), null=True)
    paper_on = models.DateField(_("signed on paper"), null=True)
    recorded_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = OrderReadingQuerySet.as_manager()

    class Meta:
        ordering = ["person__sorted_as", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "person"], name="order_reading_once"),
            models.CheckConstraint(
                condition=Q(paper_on=None) | Q(read_at__isnull=False, recorded_by__isnull=False),
                name="order_read_on_paper_says_who_recorded_it",
            ),
        ]

    def __str__(self):
        return f"{self.person} - {self.order}"

    @property
    def is_late(self) -> bool:
        """Still open, and its day is over."""
        return self.read_at is None and self.due < localdate()

    def confirm(self, *, by) -> None:
        """“I have acquainted myself”: said once, by that person."""
        with deed(by=by):
            first = OrderReading.objects.open().filter(pk=self.pk).update(read_at=timezone.now())
            if first:
                self.order.readings.opened_by(self.person_id)
                Todo.objects.about(self.order).filter(kind=TODO, person=self.person_id).done()
                record(self.order, "acquaint_order", by=by)
