"""What the chair decided on a cell that too few could mark (scoring.md, 4)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from common.models import create_many, deed, record
from people.models import Person

from .criteria import Indicator
from .participant import Participant


class Ruling(models.Model):
    """A cell that does not apply: its criterion is left out for this participant, in one round.

    The marks that were given stay where they are and are shown; they do not count.
    """

    PART_OF = "participant"

    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="rulings",
        verbose_name=gettext_lazy("participant"),
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("indicator"),
    )
    round = models.PositiveSmallIntegerField(gettext_lazy("round"))
    reason = models.CharField(gettext_lazy("reason"), max_length=500)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("decided by")
    )
    at = models.DateTimeField(gettext_lazy("decided"), default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        ordering = ["participant", "indicator", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "indicator", "round"], name="cell_ruled_once_a_round"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="ruling_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.participant} × {self.indicator}"

    @classmethod
    def within_reach(cls, campaign, user) -> set[int]:
        """The keys of the participants on whose cells this user decides: nobody on themselves;
        whoever runs the monitoring on a director who chairs alone.
        """
        rows = campaign.participants.exclude(pk__in=campaign.own_keys(user))
        if not user.has_perm("monitoring.leave_out_cells_of_all", campaign):
            chair = campaign.members.active().filter(is_chair=True)
            rows = rows.filter(person__in=chair.values("person"))
        return set(rows.values_list("pk", flat=True))

    @classmethod
    def leave_out(cls, campaign, cells, *, by, reason) -> int:
        """The chair says that cells with too few marks do not apply, and why; about the chair's
        own score the director does, and about a director's who chairs whoever runs the monitoring.

        ``cells`` are pairs of the keys of a participant and an indicator; only cells that really
        have too few marks are left out.
        """
        from monitoring.counting_inputs import unscored  # noqa: PLC0415 -- it knows the models

        with deed(by=by):
            campaign.refresh_from_db(from_queryset=type(campaign)._base_manager.select_for_update())
            if not by.has_perm("monitoring.leave_out_cells", campaign):
                raise PermissionDenied
            if not reason.strip():
                raise ValidationError({"reason": _("Say why.")})
            campaign._refuse_few_sheets()
            wanted = set(cells)
            if not {participant for participant, _one in wanted} <= cls.within_reach(campaign, by):
                raise PermissionDenied
            found = [
                cls(
                    participant_id=one.participant,
                    indicator_id=one.indicator,
                    round=campaign.round,
                    reason=reason.strip(),
                    decided_by=by.person,
                )
                for one in unscored(campaign)
                if (one.participant, one.indicator) in wanted
            ]
            if len(found) != len(wanted):
                raise ValidationError(
                    _("Some of these cells have marks enough by now: look at the list again.")
                )
            create_many(cls, found, "leave_out_cells")
            told = sorted([one.participant_id, one.indicator_id] for one in found)
            record(campaign, "leave_out_cells", by=by, cells=told, round=campaign.round)
        return len(found)
