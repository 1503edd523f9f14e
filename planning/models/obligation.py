"""Obligations: the recurring duties of the regulations as data (agency, 5; education, 4)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, TranslatedField, deed, record
from common.models.searched import SearchedQuerySet
from documents.models import Document, StandardClause
from documents.models.heads import heads_of
from people.models import Appointment, Person, Position, Power
from planning import recurrence, subjects

OWN = ("when", "owner", "requires")  # what the organisation itself may have set
REMIND = [7, 1]
ESCALATE = [{"days": 1, "to": "head"}, {"days": 5, "to": "power:planning.oversee"}]
KEEPERS = ("planning.manage", "planning.oversee")


def default_remind() -> list[int]:
    """A week and a day before, where the organisation has set nothing else."""
    return list(REMIND)


def default_escalate() -> list[dict]:
    """The head of the unit the day after, the head of the organisation four days later."""
    return [dict(step) for step in ESCALATE]


class ObligationQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Every employee may know what the organisation has to do and when."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("owner_power", "owner_position", "procedure").order_by(
            "order", "code"
        )

    def in_use(self, on=None):
        """Those that still bind on a day (today)."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on or localdate()))


class Obligation(Searched, Revised):
    """What the organisation has to do again and again: when, who, and what comes out of it.

    Its rule is data (``planning/recurrence.py``); the sweep turns each of its days into a dated
    duty, warns before and tells higher up after (004/5.4.2, 8.1; 003/7.1; education 3.25).
    """

    SEARCHED = ["code", "name", "result", "source"]
    SORTED = "name"

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = TranslatedField(_("name"))
    result = TranslatedField(_("what comes out of it"), blank=True)
    procedure = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("procedure"),
    )
    clauses = models.ManyToManyField(
        StandardClause, blank=True, related_name="obligations", verbose_name=_("demanded by")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    rule = models.JSONField(_("when"))
    lead_days = models.PositiveSmallIntegerField(
        _("opens so many days before"), default=14, validators=[MaxValueValidator(366)]
    )
    owner_power = models.ForeignKey(
        Power,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("who answers, by power"),
    )
    owner_position = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("who answers, by position"),
    )
    per = models.CharField(_("one for each"), max_length=40, blank=True)
    owner_of_subject = models.BooleanField(_("each answers for their own"), default=False)
    remind = models.JSONField(_("reminded so many days before"), default=default_remind, blank=True)
    escalate = models.JSONField(_("told higher up"), default=default_escalate, blank=True)
    opener = models.CharField(_("what it opens"), max_length=60, blank=True)
    options = models.JSONField(_("of what it opens it"), default=dict, blank=True)
    requires = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="required_by",
        verbose_name=_("only after"),
    )
    own = models.JSONField(_("set by the organisation itself"), default=list, blank=True)
    at = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    since = models.DateField(_("kept since"), default=localdate)
    ended_on = models.DateField(_("no longer kept since"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    history = HistoricalRecords(
        excluded_fields=["folded", "sorted_as"],
        m2m_fields=[clauses, requires],
        history_change_reason_field=models.TextField(null=True),
    )

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_power=None) | Q(owner_position=None),
                name="obligation_has_one_owner",
                violation_error_message=_("A power or a position answers for it, not both."),
            )
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("planning:obligation", args=[self.pk])

    def clean(self):
        wrong = {}
        try:
            recurrence.check(self.rule)
        except recurrence.RuleError as error:
            wrong["rule"] = str(error)
        if not (self.owner_power_id or self.owner_position_id or self.owner_of_subject):
            wrong["owner_power"] = gettext("Say who answers for it.")
        if self.owner_of_subject and not self.per:
            wrong["per"] = gettext("Say of what each one is.")
        if not _is_days(self.remind):
            wrong["remind"] = gettext("Whole numbers of days, as 14, 3.")
        if not _is_chain(self.escalate):
            wrong["escalate"] = gettext("Each step says after how many days, and whom.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_in_use(self) -> bool:
        return self.ended_on is None or self.ended_on > localdate()

    @property
    def is_dated(self) -> bool:
        """Whether the calendar alone says when."""
        return recurrence.is_dated(self.rule)

    @property
    def is_frequent(self) -> bool:
        """Weekly or daily: nobody is written to each time it opens."""
        return recurrence.frequency(self.rule) in ("WEEKLY", "DAILY")

    @property
    def is_closed_by_hand(self) -> bool:
        """Whether somebody closes it although it opens something: that is a part of the work."""
        return bool(self.options.get("by_hand"))

    # No longer kept -------------------------------------------------------------------------

    def end(self, *, by, on: date, reason: str, duties: str = "stay") -> None:
        """It binds no more from a day on. What is open stays (``stay``); or what is due from that
        day on is needed no longer (``drop``); or all is noted as missed too (``miss``).
        """
        with deed(by=by):
            self.refresh_from_db(from_queryset=Obligation.objects.select_for_update(of=("self",)))
            if self.ended_on:
                raise ValidationError(gettext("It has ended already."))
            if hanging := self.hanging_on():
                words = gettext("Change or end first what hangs on it: %(what)s.")
                raise ValidationError(words % {"what": "; ".join(map(str, hanging))})
            if on < self.since:
                raise ValidationError({"on": gettext("It was not kept yet on this day.")})
            self.ended_on = on
            self._note("end_obligation", by, reason, on=on.isoformat())
            left = self.duties.filter(state__in=("open", "scheduled"))
            if duties == "drop" or on > localdate():
                left = left.filter(due__gte=on)
            for duty in left if duties in ("drop", "miss") else ():
                getattr(duty, duties)(by=by, reason=reason)

    def hanging_on(self) -> "list[Obligation]":
        """What is counted from it, follows it, or comes only after it."""
        named = Q(rule__before=self.code) | Q(rule__after=self.code) | Q(requires=self)
        return list(Obligation.objects.in_use().filter(named).exclude(pk=self.pk).distinct())

    def keep_again(self, *, by, reason: str) -> None:
        """It was ended by mistake, or binds again: its days are opened from today."""
        with deed(by=by):
            self.refresh_from_db(from_queryset=Obligation.objects.select_for_update(of=("self",)))
            if not self.ended_on:
                raise ValidationError(gettext("It is kept already."))
            if not self.is_in_use:
                self.since = localdate()
            self.ended_on = None
            self._note("keep_obligation_again", by, reason)

    def _note(self, name: str, by, reason: str, **details) -> None:
        self._change_reason = reason
        self.revision += 1
        self.save()
        record(self, name, by=by, **details)

    @property
    def is_routine(self) -> bool:
        """Daily, and looked after by the program: shown only while something of it waits."""
        return bool(self.opener) and recurrence.frequency(self.rule) == "DAILY"

    # Who answers ----------------------------------------------------------------------------

    def holders(self, subject: Any = None) -> "models.QuerySet[Person]":
        """Who holds what it asks for today; perhaps nobody."""
        if self.owner_of_subject:
            return subjects.owners(self.per, subject)
        if self.owner_position_id:
            return Person.objects.in_position(self.owner_position)
        if self.owner_power is not None:
            return Person.objects.holding(self.owner_power.code, own=True)
        return Person.objects.none()

    def answering(self, subject: Any = None) -> "models.QuerySet[Person]":
        """Who answers for it today; where nobody does, who keeps the year, or oversees it."""
        found = self.holders(subject)
        return found if found.exists() else keepers()

    def above(self, to: str, people) -> "models.QuerySet[Person]":
        """Whom a step of the escalation tells, beside those who answer."""
        kind, _colon, code = to.partition(":")
        if kind == "power":
            return Person.objects.holding(code, own=True)
        if kind == "position":
            return Person.objects.filter(
                pk__in=Appointment.objects.on().filter(position__code=code).values("person")
            )
        posts = Appointment.objects.on().filter(person__in=people)
        keys = [
            head.pk for post in posts.select_related("position__unit") for head in heads_of(post)
        ]
        return Person.objects.filter(pk__in=keys)


def keepers() -> "models.QuerySet[Person]":
    """Who keeps the year today; where nobody does, who oversees it."""
    found = [Person.objects.holding(power, own=True) for power in KEEPERS]
    return next((people for people in found if people.exists()), found[0])


def who_may_know(people: "models.QuerySet[Person]") -> "models.QuerySet[Person]":
    """Those of them who may know of what is restricted; where none may, all who may."""
    top = Person.objects.holding("documents.top", own=True)
    found = people.filter(pk__in=top.values("pk"))
    return found if found.exists() else top


def _is_days(value) -> bool:
    return isinstance(value, list) and all(
        isinstance(day, int) and not isinstance(day, bool) and 0 <= day <= 366
        for day in value  # noqa: PLR2004
    )


def _is_chain(value) -> bool:
    return isinstance(value, list) and all(
        isinstance(step, dict)
        and set(step) == {"days", "to"}
        and isinstance(step["days"], int)
        and str(step["to"]).partition(":")[0] in ("head", "power", "position")
        for step in value
    )
