"""A campaign: one assessment of one year, from its preparation to its last correction (000)."""

import uuid
from datetime import date

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Attachment, Lifecycle, Revised, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from documents.models import Order
from monitoring.scoring_rules import ScoringRules
from people.models import Person
from planning.models import Meeting

from .campaign_agenda import CampaignAgenda
from .campaign_awards import CampaignAwards
from .campaign_commission import CampaignCommission
from .campaign_deeds import CampaignDeeds
from .campaign_scoring import CampaignScoring
from .campaign_steps import BEFORE_SCORING, CAMPAIGN_STEPS, TOLD, WITH_RESULTS, State
from .campaign_votes import CampaignVotes
from .criteria import CriteriaSet
from .kind import AssessmentKind
from .obstacles import Obstacles
from .serving import served_by

SEES_ALL = {"monitoring.manage", "documents.approve"}


class CampaignQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Every employee knows of a campaign (000/4.3); an outsider of that in whose commission
        they sit, until it closes.
        """
        if not user.may_look_at(self.model):
            return self.none()
        if user.is_guest:
            return self.filter(state__in=TOLD)
        if user.is_employee:
            return self
        return self.filter(pk__in=served_by(user))

    def running(self):
        """Those that are not over."""
        return self.exclude(state__in=[State.CLOSED, State.CANCELLED])

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("kind", "criteria", "secretary")


class Campaign(
    CampaignDeeds,
    CampaignCommission,
    CampaignScoring,
    Obstacles,
    CampaignAgenda,
    CampaignAwards,
    CampaignVotes,
    Searched,
    Lifecycle,
    Revised,
):
    """Criteria, commission, participants, marks, result: one scoring from beginning to end."""

    SEARCHED = ["title"]
    SORTED = "title"
    STEPS = CAMPAIGN_STEPS
    State = State

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.ForeignKey(
        AssessmentKind,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=gettext_lazy("kind"),
    )
    year = models.PositiveSmallIntegerField(gettext_lazy("year"))
    is_yearly = models.BooleanField(gettext_lazy("once a year"), default=True, editable=False)
    title = TranslatedField(gettext_lazy("title"), max_length=300)
    state = models.CharField(
        gettext_lazy("state"),
        max_length=12,
        choices=State,
        default=State.PREPARATION,
        editable=False,
    )
    criteria = models.ForeignKey(
        CriteriaSet,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=gettext_lazy("criteria"),
    )
    rules = models.JSONField(gettext_lazy("rules of scoring"), default=dict, blank=True)
    secretary = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("secretary"),
    )
    starts_on = models.DateField(gettext_lazy("begins"))
    material_until = models.DateField(gettext_lazy("material until"), null=True, blank=True)
    scoring_until = models.DateField(gettext_lazy("scoring until"))
    results_on = models.DateField(gettext_lazy("results on"))
    order = models.ForeignKey(
        Order,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("order forming the commission"),
    )
    order_names = models.JSONField(
        gettext_lazy("members named in the order"), default=list, blank=True, editable=False
    )
    round = models.PositiveSmallIntegerField(gettext_lazy("round"), default=0, editable=False)
    late_reason = models.TextField(
        gettext_lazy("why the results come outside their days"), blank=True, editable=False
    )
    cancelled_because = models.TextField(
        gettext_lazy("why it was cancelled"), blank=True, editable=False
    )
    computed_by = models.ForeignKey(
        "people.User",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("had the results computed"),
    )
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=gettext_lazy("meeting that heard the results"),
    )
    award_order = models.ForeignKey(
        Order,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("order on rewards"),
    )
    corrections_due = models.DateField(gettext_lazy("corrections until"), null=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as", "progress"])

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "kind__order", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year"],
                condition=Q(is_yearly=True) & ~Q(state="cancelled"),
                name="campaign_once_a_year",
                violation_error_message=gettext_lazy("There is one of this year already."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("scoring_until"))
                & Q(scoring_until__lte=F("results_on")),
                name="campaign_days_in_order",
                violation_error_message=gettext_lazy(
                    "It begins, the scoring ends, the results come: in this order."
                ),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("monitoring:campaign", args=[self.pk])

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return str(self)

    @property
    def scoring(self) -> ScoringRules:
        """The rules by which this campaign counts, as they were when it was begun."""
        return ScoringRules.of(self.rules)

    @property
    def is_being_prepared(self) -> bool:
        """Whether nobody has scored yet."""
        return self.state in BEFORE_SCORING

    @property
    def has_results(self) -> bool:
        """Whether results are frozen."""
        return self.state in WITH_RESULTS

    @property
    def is_told(self) -> bool:
        """Whether everybody knows the places: the meeting heard them, or none has to."""
        return self.state in TOLD

    def sees_scores(self, user) -> bool:
        """Whether somebody sees how all were scored, without the members' names: who runs it, the
        commission.
        """
        if user.powers & SEES_ALL:
            return True
        return self.members.active().filter(person=user.person_id).exists()

    def own_keys(self, user) -> set[int]:
        """The keys of the participants whose result is this user's: on them nobody decides about
        themselves, and of them nobody is told which member gave what.
        """
        return set(self.participants.own_of(user).values_list("pk", flat=True))

    def results_window(self) -> tuple[date, date] | None:
        """The days between which results come out, where the kind sets them (000/4.1: June)."""
        if not (self.kind.results_from and self.kind.results_until):
            return None
        first, last = (
            date.fromisoformat(f"{self.year}-{day}")
            for day in (self.kind.results_from, self.kind.results_until)
        )
        return first, last

    def clean(self):
        """Days in order, results in the days of the kind; when those are over they may be planned
        late, and computing asks why.
        """
        wrong: dict = {}
        if self.starts_on and self.scoring_until and self.starts_on > self.scoring_until:
            wrong["scoring_until"] = _("The scoring cannot end before it begins.")
        if self.scoring_until and self.results_on and self.scoring_until > self.results_on:
            wrong["results_on"] = _("The results come when the scoring has ended, not before.")
        if self.material_until and self.scoring_until and self.material_until > self.scoring_until:
            wrong["material_until"] = _("Material is brought before the scoring ends.")
        if "results_on" not in wrong and self.kind_id and self.results_on:
            window = self.results_window()
            is_over = window is not None and window[1] < localdate() <= self.results_on
            if window and not is_over and not window[0] <= self.results_on <= window[1]:
                wrong["results_on"] = _("The results come out between %(first)s and %(last)s.") % {
                    "first": f"{window[0]:%d.%m.%Y}",
                    "last": f"{window[1]:%d.%m.%Y}",
                }
        if wrong:
            raise ValidationError(wrong)
