"""Objections to one's own result, heard by persons who did not score it (000/4.3; peers 18)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Step, Todo
from people.models import Person

from .campaign import SEES_ALL
from .participant import Participant

TO_NAME, TO_HEAR = "monitoring.name_panel", "monitoring.hear_appeal"


class AppealQuerySet(models.QuerySet):
    model: Any

    def visible_to(self, user):
        """Whose it is, who hears it, who runs the campaign."""
        if user.powers & SEES_ALL:
            return self
        own = Q(participant__person=user.person_id) | Q(panel=user.person_id)
        return self.filter(pk__in=self.model.objects.filter(own).values("pk"))


class Appeal(Lifecycle, Revised):
    """One objection: a panel without the scorers upholds it or not, and says why."""

    PART_OF = "participant"

    class State(models.TextChoices):
        FILED = "filed", _("Filed")
        HEARING = "hearing", _("Being heard")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Not upheld")
        WITHDRAWN = "withdrawn", _("Taken back")

    UNDECIDED = (State.FILED, State.HEARING)

    STEPS = {
        "name_panel": Step(
            label=_("Name who hears it"),
            done=_("named who hears the objection"),
            source={State.FILED},
            target=State.HEARING,
            permission="monitoring.name_panel_appeal",
        ),
        "uphold": Step(
            label=_("Uphold"),
            done=_("upheld the objection"),
            source={State.HEARING},
            target=State.UPHELD,
            permission="monitoring.decide_appeal",
        ),
        "reject": Step(
            label=_("Do not uphold"),
            done=_("did not uphold the objection"),
            source={State.HEARING},
            target=State.REJECTED,
            permission="monitoring.decide_appeal",
        ),
        "withdraw": Step(
            label=_("Take back"),
            done=_("took the objection back"),
            source={State.FILED, State.HEARING},
            target=State.WITHDRAWN,
            permission="monitoring.withdraw_appeal",
        ),
    }

    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="appeals",
        verbose_name=_("whose result"),
    )
    text = models.TextField(_("objection"), max_length=4000)
    filed_at = models.DateTimeField(_("filed"), default=timezone.now, editable=False)
    due = models.DateField(_("to be decided by"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.FILED, editable=False
    )
    panel = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("who hears it")
    )
    decision = models.TextField(_("decision and reasons"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(
        Person,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    history = HistoricalRecords(m2m_fields=[panel])

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-filed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state__in=["filed", "hearing"]),
                name="appeal_runs_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["upheld", "rejected"]) | ~Q(decision=""),
                name="decided_appeal_says_why",
            ),
        ]

    def __str__(self):
        return _("Objection of %(name)s") % {"name": self.participant}

    def get_absolute_url(self):
        return reverse("monitoring:appeal", args=[self.pk])

    def name_panel(self, *, by, panel):
        """Who hears it: nobody who scored, nobody whose own result it is."""
        with self.step("name_panel", by=by) as move:
            barred = self.barred()
            if any(person.pk in barred for person in panel):
                raise ValidationError(
                    {"panel": _("Those who scored, and whose result it is, cannot hear it.")}
                )
            if not panel:
                raise ValidationError({"panel": _("Name at least one person.")})
            self.panel.set(panel)
            Todo.objects.about(self).done()
            Todo.objects.ask(panel, TO_HEAR, self, due=self.due)
            move.details["panel"] = sorted(person.pk for person in panel)

    def barred(self) -> set[int | None]:
        """The keys of those who cannot hear it: who scored, and whose result it is."""
        members = self.participant.campaign.members.values_list("person", flat=True)
        return {*members, self.participant.person_id}

    def uphold(self, *, by, decision):
        """The panel finds the objection right, and says why."""
        with self.step("uphold", by=by):
            self._decide(by, decision)

    def reject(self, *, by, decision):
        """The panel does not find it right, and says why."""
        with self.step("reject", by=by):
            self._decide(by, decision)

    def _decide(self, by, decision: str) -> None:
        if not decision.strip():
            raise ValidationError({"decision": _("Say why.")})
        self.decision = decision
        self.decided_by, self.decided_at = by.person, timezone.now()
        Todo.objects.about(self).done()

    def withdraw(self, *, by):
        """Whose result it is takes the objection back."""
        with self.step("withdraw", by=by):
            Todo.objects.about(self).done()


class ResultReading(models.Model):
    """That an employee made themselves acquainted with the own result (000/4.3)."""

    PART_OF = "participant"

    participant = models.OneToOneField(
        Participant,
        on_delete=models.PROTECT,
        related_name="reading",
        verbose_name=_("whose result"),
    )
    at = models.DateTimeField(_("acquainted"), default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return str(self.participant)
