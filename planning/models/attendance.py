"""Who is asked to a meeting, who came, who left early (domain 2.7, rows 8 to 10)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField
from people.models import Person

from .agenda import AgendaItem
from .attendance_deeds import AttendanceDeeds, AttendanceWriting
from .meeting import Meeting


class AttendanceQuerySet(AttendanceWriting):
    """Who is on the list of a meeting."""

    def members(self):
        """Those who sit in the body and vote."""
        return self.filter(role="member")

    def guests(self):
        """Those who were invited and do not vote."""
        return self.filter(role="invited")

    def present(self):
        """Those who came."""
        return self.filter(presence="present")

    def still_at(self, item):
        """Those who came and had not left before an item."""
        return self.present().filter(Q(left_at=None) | Q(left_at__order__gt=item.order))

    def voters_at(self, item):
        """Members present when an item was voted on, without those who recused themselves."""
        kept_out = item.recusals.values("attendance")
        return self.members().still_at(item).exclude(pk__in=kept_out)


class Attendance(AttendanceDeeds, Revised):
    """One person at one meeting: a member or somebody invited, there or not and why."""

    PART_OF = "meeting"

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        INVITED = "invited", _("Invited")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("Not noted")
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="attendance", verbose_name=_("meeting")
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    guest = models.CharField(_("guest’s name"), max_length=200, blank=True)
    position_name = TranslatedField(_("position"), blank=True)
    role = models.CharField(_("sits as"), max_length=8, choices=Role, default=Role.INVITED)
    presence = models.CharField(
        pgettext_lazy("meeting", "presence"),
        max_length=8,
        choices=Presence,
        default=Presence.UNKNOWN,
        blank=True,
    )
    reason = models.CharField(_("why absent"), max_length=300, blank=True)
    left_at = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("left before item"),
    )
    history = HistoricalRecords()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["-role", F("person__sorted_as").asc(nulls_last=True), "guest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="attends_a_meeting_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(guest=""), name="attendance_person_or_guest"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Who it is, as lists write it."""
        return self.person.short_name if self.person else self.guest

    @property
    def is_present(self) -> bool:
        return self.presence == self.Presence.PRESENT
