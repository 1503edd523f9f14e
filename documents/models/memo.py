"""Memos (кызматтык кат): from whom, to whom, about what, and what was resolved (004/7.3.7)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Searched, Step, Todo
from common.models.searched import SearchedQuerySet
from people.models import Person

from .order_kind import OrderKind

CONSIDER, CARRY_OUT = "documents.consider_memo", "documents.carry_out_memo"


class MemoQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Between those it names; whoever keeps the register sees what was sent."""
        if not user.is_employee:
            return self.none()
        own = Q(author=user.person_id)
        sent = ~Q(state__in=["draft", "dropped"])
        named = Q(addressee__in=[user.person_id, *user.stands_in_for]) | Q(
            assigned_to=user.person_id
        )
        if "nomenclature.keep" in user.powers:
            return self.filter(own | sent)
        return self.filter(own | (sent & named))

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("author", "addressee", "assigned_to")


class Memo(Searched, Lifecycle, Revised):
    """One memo: sent under a number, decided by its addressee, perhaps given to somebody to do."""

    SEARCHED = ["title", "number", "text"]
    SORTED = "number"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Under consideration")
        ASSIGNED = "assigned", _("Given to be done")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    STEPS = {
        "send": Step(
            label=_("Sign and send"),
            done=_("sent the memo"),
            source={State.DRAFT},
            target=State.SENT,
            permission="documents.send_memo",
        ),
        "accept": Step(
            label=_("Accept"),
            done=_("accepted what the memo proposes"),
            source={State.SENT},
            target=State.ACCEPTED,
            permission="documents.resolve_memo",
        ),
        "assign": Step(
            label=_("Give to somebody to do"),
            done=_("gave it to somebody to do"),
            source={State.SENT},
            target=State.ASSIGNED,
            permission="documents.resolve_memo",
        ),
        "reject": Step(
            label=_("Reject"),
            done=_("rejected what the memo proposes"),
            source={State.SENT},
            target=State.REJECTED,
            permission="documents.resolve_memo",
            danger=True,
        ),
        "finish": Step(
            label=_("Done"),
            done=_("did what was given"),
            source={State.ASSIGNED},
            target=State.DONE,
            permission="documents.finish_memo",
        ),
        "drop": Step(
            label=_("Drop the draft"),
            done=_("dropped the draft"),
            source={State.DRAFT},
            target=State.DROPPED,
            permission="documents.send_memo",
            danger=True,
        ),
    }

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    author = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("from whom"),
    )
    addressee = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("to whom")
    )
    title = models.CharField(_("about what"), max_length=200)
    text = models.TextField(_("text"), max_length=8000)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    resolution = models.TextField(_("resolution"), blank=True, editable=False)
    resolved_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    resolved_at = models.DateTimeField(_("decided"), null=True, editable=False)
    assigned_to = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("given to"),
    )
    due = models.DateField(_("due"), null=True, editable=False)
    result = models.TextField(_("what was done"), blank=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    made_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = MemoQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"])
                | (Q(sent_at__isnull=False) & ~Q(number="")),
                name="memo_sent_has_number_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="assigned") | Q(assigned_to__isnull=False, due__isnull=False),
                name="memo_given_says_to_whom_and_by_when",
            ),
        ]

    def __str__(self):
        return f"№ {self.number}" if self.number else self.title

    @property
    def headline(self) -> str:
        """Number and subject, as a line of a list says it."""
        return f"{self} · {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("documents:memo", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Given to be done by a day that is over."""
        return self.state == "assigned" and self.due is not None and self.due < localdate()

    # Deeds ------------------------------------------------------------------------------------

    def send(self, *, by):
        """It gets its number and waits for the resolution of its addressee."""
        with self.step("send", by=by) as move:
            kind = OrderKind.objects.of_memos()
            if kind is None:
                raise ValidationError(
                    _("Memos have no register here yet: whoever keeps orders opens one.")
                )
            if not Person.objects.who_read().filter(pk=self.addressee_id).exists():
                raise ValidationError(
                    _("%(name)s does not work here any more: name somebody else.")
                    % {"name": self.addressee.short_name}
                )
            self.sent_at = timezone.now()
            self.number = kind.take_number("", localdate())
            move.details["number"] = self.number
            Todo.objects.ask([self.addressee], CONSIDER, self)

    def accept(self, *, by, resolution=""):
        """What it proposes is to be."""
        with self.step("accept", by=by):
            self._resolve(by, resolution)

    def reject(self, *, by, resolution):
        """What it proposes is not to be, for this reason."""
        with self.step("reject", by=by):
            self._resolve(by, resolution)

    def assign(self, *, by, to, due, resolution=""):
        """Somebody is to do something about it by a day."""
        with self.step("assign", by=by) as move:
            if due < localdate():
                raise ValidationError({"due": _("This day is over already.")})
            self._resolve(by, resolution)
            self.assigned_to, self.due = to, due
            move.details |= {"to": to.pk, "due": due.isoformat()}
            Todo.objects.ask([to], CARRY_OUT, self, due=due)

    def finish(self, *, by, result):
        """What was given is done; its author and its addressee are told."""
        with self.step("finish", by=by):
            self.result, self.done_at = result, timezone.now()
            Todo.objects.about(self).filter(kind=CARRY_OUT).done()

    def drop(self, *, by):
        """The draft is not needed; it never had a number."""
        with self.step("drop", by=by):
            pass

    def _resolve(self, by, resolution: str) -> None:
        self.resolution, self.resolved_by = resolution, by.person
        self.resolved_at = timezone.now()
        Todo.objects.about(self).filter(kind=CONSIDER).done()
