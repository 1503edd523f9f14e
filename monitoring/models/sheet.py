"""A member's scoring sheet of one round, and the marks in it (000/2.2; decisions: marks are cheap).

A mark is a row without a lifecycle of its own: saving one costs a few queries. Signing the sheet
journals the digest of all its marks; from then on none changes.
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Lifecycle, Revised, Step

from .criteria import Indicator
from .member import Member
from .participant import Participant
from .serving import served_by
from .sheet_deeds import SheetDeeds


class SheetQuerySet(models.QuerySet):
    model: Any

    def own_of(self, user):
        """Those that this user fills in."""
        return self.filter(member__person=user.person_id) if user.person_id else self.none()

    def visible_to(self, user):
        """One's own; signed ones the director and the chair, once their own are signed. To an
        outsider the door closes with the campaign.
        """
        own = self.model.objects.own_of(user)
        if not user.is_employee:
            own = own.filter(member__campaign__in=served_by(user))
        others = self.model.objects.filter(state="signed")
        others = others.exclude(
            member__campaign__in=self.model.objects.own_of(user)
            .filter(state="open", member__left_on=None)
            .values("member__campaign")
        )
        if "documents.approve" not in user.powers:
            chaired = Member.objects.active().filter(person=user.person_id, is_chair=True)
            others = others.filter(member__campaign__in=chaired.values("campaign"))
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=others.values("pk")))

    def of_round(self, campaign, number: int | None = None):
        """The sheets of a round (the running one): of who serves, and what leavers had signed."""
        rows = self.filter(member__campaign=campaign, round=number or campaign.round)
        left = Q(member__keeps_marks=True, state="signed")
        return rows.filter(Q(member__left_on=None) | left)

    def counted(self, campaign, number: int | None = None):
        """Those of them that count in the result: the signed ones."""
        return self.of_round(campaign, number).filter(state="signed")


class Sheet(SheetDeeds, Lifecycle, Revised):
    """The sheet of one member in one round: people by indicators."""

    class State(models.TextChoices):
        OPEN = "open", _("Being filled in")
        SIGNED = "signed", _("Signed")

    STEPS = {
        "sign": Step(
            label=_("Sign the sheet"),
            done=_("signed the scoring sheet"),
            source={State.OPEN},
            target=State.SIGNED,
            permission="monitoring.sign_sheet",
        ),
        "give_back": Step(
            label=_("Give back to be mended"),
            done=_("gave the scoring sheet back to be mended"),
            source={State.SIGNED},
            target=State.OPEN,
            permission="monitoring.give_back_sheet",
            danger=True,
        ),
    }

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("member")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    opened_because = models.TextField(_("why this round"), blank=True, editable=False)
    given_back_because = models.TextField(_("why it was given back"), blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OPEN, editable=False
    )
    signed_at = models.DateTimeField(_("signed"), null=True, editable=False)
    digest = models.CharField(_("digest of the marks"), max_length=64, blank=True, editable=False)
    history = HistoricalRecords()

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["round", "member"]
        constraints = [
            models.UniqueConstraint(fields=["member", "round"], name="sheet_once_a_round"),
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(signed_at__isnull=False) & ~Q(digest="")),
                name="signed_sheet_has_a_digest",
            ),
        ]

    def __str__(self):
        return f"{self.member}, {self.member.campaign}"

    def get_absolute_url(self):
        return reverse("monitoring:sheet", args=[self.uid])

    @property
    def campaign(self):
        """Of which campaign it is."""
        return self.member.campaign


class Gap(models.TextChoices):
    """Why there is no mark where one could stand; only an empty cell holds a sheet open."""

    NOT_APPLICABLE = "not_applicable", _("Does not apply")
    CANNOT_JUDGE = "cannot_judge", _("Cannot judge")
    REFUSED = "refused", _("Refused to score")


class Mark(models.Model):
    """One cell: a point of the scale, or a gap with its reason; perhaps a comment."""

    PART_OF = "sheet"
    Gap = Gap

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="marks")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="marks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField(_("point"), null=True, blank=True)
    gap = models.CharField(_("gap"), max_length=16, choices=Gap, blank=True)
    note = models.CharField(_("comment"), max_length=1000, blank=True)
    uid = models.UUIDField(editable=False, db_index=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    at = models.DateTimeField(_("given"))

    class Meta:
        ordering = ["sheet", "participant", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "participant", "indicator"], name="mark_once_a_cell"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(gap="", value__lte=10), name="mark_or_gap"
            ),
            models.CheckConstraint(
                condition=Q(gap="") | Q(gap="not_applicable") | ~Q(note=""),
                name="gap_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.participant} × {self.indicator}: {self.value or self.gap or '–'}"


class Aside(models.TextChoices):
    """Why a mark is kept aside."""

    LATE = "late", _("Came after the end")
    RECUSED = "recused", _("Conflict of interest")


class LateMark(models.Model):
    """What was scored without network and came when the sheet was closed, or was given to whom its
    member does not score since: kept aside and shown, never counted.
    """

    PART_OF = "sheet"
    Aside = Aside

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="late")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(_("point"), null=True, blank=True)
    gap = models.CharField(_("gap"), max_length=16, choices=Gap, blank=True)
    note = models.CharField(_("comment"), max_length=1000, blank=True)
    because = models.CharField(_("why"), max_length=8, choices=Aside, default=Aside.LATE)
    uid = models.UUIDField(unique=True, editable=False)
    given_at = models.DateTimeField(_("given"))
    came_at = models.DateTimeField(_("came"), auto_now_add=True)

    class Meta:
        ordering = ["-came_at", "-pk"]

    def __str__(self):
        return f"{self.participant} × {self.indicator}: {self.value or self.gap or '–'}"


class SpreadNote(Revised):
    """A sentence asked of both ends where the marks of a cell lie far apart (scoring.md, 6)."""

    PART_OF = "sheet"

    sheet = models.ForeignKey(
        Sheet, on_delete=models.PROTECT, related_name="spread_notes", verbose_name=_("sheet")
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("participant")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator")
    )
    value = models.PositiveSmallIntegerField(_("point"))
    lowest = models.PositiveSmallIntegerField(_("lowest point"))
    highest = models.PositiveSmallIntegerField(_("highest point"))
    text = models.CharField(_("explanation"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["sheet", "participant", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "participant", "indicator"], name="spread_asked_once"
            ),
            models.CheckConstraint(condition=Q(lowest__lt=F("highest")), name="spread_is_one"),
        ]

    def __str__(self):
        return f"{self.participant} × {self.indicator}: {self.value}"
