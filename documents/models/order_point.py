"""The points of an order: action, who is responsible, by when; and how each is carried out."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Lifecycle, Revised, Step, Todo, TranslatedField
from people.models import Person

from .order import Order

CARRY_OUT, CONFIRM = "documents.carry_out_point", "documents.confirm_point"
UNFINISHED = ("open", "reported")


class OrderPointQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As far as one may know of the order."""
        return self.filter(order__in=Order.objects.visible_to(user))

    def for_list(self):
        """All that a row of the list of points shows."""
        return self.select_related("order__kind", "order__controlled_by").prefetch_related(
            "responsible"
        )

    def for_manifest(self):
        """With everything that a signature covers."""
        return self.select_related("repeals").prefetch_related("responsible")

    def to_carry_out(self):
        """Points that were given to somebody; those that a repeal stopped are told as such."""
        return self.filter(state__in=["open", "reported", "done", "stopped"])

    def unfinished(self):
        """Not done, or not confirmed yet."""
        return self.filter(state__in=UNFINISHED)

    def late(self):
        """Unfinished after their day, of an order that holds."""
        return self.unfinished().filter(due__lt=localdate(), order__state="approved")


class OrderPoint(Lifecycle, Revised):
    """One point; a point that repeals names the order it takes back."""

    PART_OF = "order"

    class State(models.TextChoices):
        PLANNED = "planned", _("Written")
        OPEN = "open", _("To be done")
        REPORTED = "reported", _("Reported as done")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Not needed any more")

    STEPS = {
        "begin": Step(
            label=_("Begin"),
            done=_("gave the point to be carried out"),
            source={State.PLANNED},
            target=State.OPEN,
            permission="documents.begin_orderpoint",
        ),
        "report": Step(
            label=_("Report as done"),
            done=_("reported the point as done"),
            source={State.OPEN},
            target=State.REPORTED,
            permission="documents.report_orderpoint",
        ),
        "confirm": Step(
            label=_("Confirm"),
            done=_("confirmed that the point is done"),
            source={State.REPORTED},
            target=State.DONE,
            permission="documents.confirm_orderpoint",
        ),
        "give_back": Step(
            label=_("Return"),
            done=_("returned the report"),
            source={State.REPORTED},
            target=State.OPEN,
            permission="documents.confirm_orderpoint",
            danger=True,
        ),
        "stop": Step(
            label=_("Stop"),
            done=_("stopped the point"),
            source={State.PLANNED, State.OPEN, State.REPORTED},
            target=State.STOPPED,
            permission="documents.repeal_order",
            danger=True,
        ),
    }

    order = models.ForeignKey(
        Order,
        on_delete=models.CASCADE,
        related_name="points",
        verbose_name=pgettext_lazy("paper", "order"),
    )
    place = models.PositiveSmallIntegerField(_("No."))
    text = TranslatedField(_("text"), max_length=4000, blank=True)
    responsible = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("responsible")
    )
    due = models.DateField(_("due"), null=True, blank=True)
    repeals = models.ForeignKey(
        Order,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repealing_points",
        verbose_name=_("repeals"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    result = models.TextField(_("what was done"), blank=True, editable=False)
    reported_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("reported by"),
    )
    reported_at = models.DateTimeField(_("reported"), null=True, editable=False)
    remark = models.TextField(_("remark"), blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    history = HistoricalRecords(m2m_fields=[responsible])

    objects = OrderPointQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "done"]) | ~Q(result=""),
                name="order_point_done_says_what",
            )
        ]

    def __str__(self):
        return _("%(order)s, point %(n)s") % {"order": self.order, "n": self.place}

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self} · {self.shown_text}"

    @property
    def shown_text(self) -> str:
        """The text in the reader's language, or in the original's."""
        return self.order.in_language(self.text, get_language())

    @property
    def is_late(self) -> bool:
        """Unfinished, and its day is over."""
        return self.state in UNFINISHED and self.due is not None and self.due < localdate()

    @property
    def is_restricted(self) -> bool:
        """As its order is."""
        return self.order.is_restricted

    def get_absolute_url(self):
        return f"{reverse('documents:order', args=[self.order_id])}?tab=execution#tab"

    def manifest(self) -> dict:
        """What of it a signature covers; its state is of the time after."""
        return {
            "text": dict(self.text),
            "responsible": sorted(str(person.uid) for person in self.responsible.all()),
            "due": self.due and self.due.isoformat(),
            "repeals": self.repeals and self.repeals.token,
        }

    def waiting_for(self) -> "models.QuerySet":
        """The keys of those it waits for: by name, or handed over to them."""
        todos = Todo.objects.waiting().about(self).filter(kind=CARRY_OUT)
        return todos.values_list("person", flat=True)

    def asks(self, person) -> bool:
        """Whether it waits for this person."""
        return self.waiting_for().filter(person=person).exists()

    # Deeds ------------------------------------------------------------------------------------

    def begin(self, *, by):
        """The order is signed: whoever is responsible has it to do by its day."""
        with self.step("begin", by=by):
            people = self.responsible.who_read()
            Todo.objects.ask(people, CARRY_OUT, self, due=self.due)

    def report(self, *, by, result, file=None):
        """It is done: in words, perhaps with a file; whoever controls the order looks at it."""
        with self.step("report", by=by) as move:
            self.result, self.remark = result, ""
            self.reported_by, self.reported_at = by.person, timezone.now()
            if file:
                name, blob = file
                Attachment.objects.create(owner=self, blob=blob, name=name, added_by=by)
                move.details["sha256"] = blob.sha256
            Todo.objects.about(self).filter(kind=CARRY_OUT).done()
            Todo.objects.ask(self.order.controlling(), CONFIRM, self, due=self.due)

    def confirm(self, *, by):
        """It is done indeed; with its last point the order is carried out."""
        with self.step("confirm", by=by):
            self.confirmed_by, self.confirmed_at = by.person, timezone.now()
            Todo.objects.about(self).filter(kind=CONFIRM).done()
        order = Order.objects.get(pk=self.order_id)
        if order.can("fulfil", by) and not order.points.unfinished().exists():
            order.fulfil(by=by)

    def give_back(self, *, by, remark):
        """It is not done yet, and why: it waits for the same people again."""
        with self.step("give_back", by=by):
            self.remark = remark
            Todo.objects.about(self).filter(kind=CONFIRM).done()
            people = {*self.responsible.who_read()}
            if self.reported_by:
                people.add(self.reported_by)
            Todo.objects.ask(people, CARRY_OUT, self, due=self.due)

    def stop(self, *, by):
        """Its order was repealed: nobody carries it out any more."""
        with self.step("stop", by=by):
            Todo.objects.about(self).filter(kind__in=[CARRY_OUT, CONFIRM]).done()

    def clean(self):
        if not self.text and self.repeals is None:
            raise ValidationError({"text": _("Write what is to be done.")})
