"""The agenda: what is considered, who speaks, what was heard and resolved (domain 2.7)."""

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Revised, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from people.models import Person

from .agenda_deeds import AgendaDeeds, AgendaWriting
from .link import link_to_any
from .meeting import Meeting

ENDINGS = ("жөнүндө", "тууралуу")


class AgendaItemQuerySet(AgendaWriting, SearchedQuerySet):
    def visible_to(self, user):
        """Items of the meetings that this user may read."""
        if Meeting.objects.are_all_open_to(user):
            return self
        return self.filter(meeting__in=Meeting.objects.visible_to(user).values("pk"))

    def for_list(self):
        """All that a row of the report shows."""
        return self.select_related("meeting__kind__body", "speaker").order_by(
            "-meeting__day", "meeting", "order", "pk"
        )


class AgendaItem(AgendaDeeds, Searched, Revised):
    """One item of an agenda and what became of it."""

    PART_OF = "meeting"
    SEARCHED = ["title", "heard", "spoke", "resolved"]
    SORTED = "title"

    class Tag(models.TextChoices):
        NONE = "", _("None")
        REQUIREMENTS = "requirements", _("Requirements of consumers")
        QUALITY = "quality", _("Quality management system")
        PROJECTS = "projects", _("Projects")

    class Outcome(models.TextChoices):
        WAITING = "", _("Not considered yet")
        CONSIDERED = "considered", _("Considered")
        WITHDRAWN = "withdrawn", _("Taken off the agenda")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="items", verbose_name=_("meeting")
    )
    order = models.PositiveSmallIntegerField(_("number on the agenda"))
    title = TranslatedField(_("item"), max_length=500)
    speaker = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("speaker"),
    )
    speaker_name = models.CharField(_("speaker from outside"), max_length=200, blank=True)
    tag = models.CharField(
        pgettext_lazy("agenda", "subject"),
        max_length=14,
        choices=Tag,
        default=Tag.NONE,
        blank=True,
        db_index=True,
    )
    is_standing = models.BooleanField(_("standing item"), default=False, editable=False)
    follows_up = models.BooleanField(
        _("execution of earlier decisions"), default=False, editable=False
    )
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="carried_to",
        verbose_name=_("carried from"),
    )
    subject_type, subject_id = link_to_any(_("about"))
    subject = GenericForeignKey("subject_type", "subject_id")
    outcome = models.CharField(
        pgettext_lazy("agenda", "result"),
        max_length=10,
        choices=Outcome,
        default=Outcome.WAITING,
        blank=True,
    )
    heard = models.TextField(_("heard"), blank=True)
    spoke = models.TextField(_("spoke"), blank=True)
    resolved = models.TextField(_("resolved"), blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(
        excluded_fields=["folded", "sorted_as"],
        history_change_reason_field=models.TextField(null=True),
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    votes_for__isnull=True,
                    votes_against__isnull=True,
                    votes_abstained__isnull=True,
                )
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    votes_abstained__isnull=False,
                ),
                name="agenda_votes_all_or_none",
            )
        ]

    def __str__(self):
        return f"{self.order}. {self.title}"

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}?tab=agenda#item-{self.pk}"

    def clean(self):
        ky = (self.title.get("ky") or "").rstrip(" .")
        if ky and not ky.lower().endswith(ENDINGS):
            raise ValidationError(
                {"title": gettext("In Kyrgyz an item ends with “жөнүндө” or “тууралуу”.")}
            )

    @property
    def speaks(self) -> str:
        """Who speaks on it, as lists write it."""
        return self.speaker.short_name if self.speaker else self.speaker_name

    # The vote ---------------------------------------------------------------------------------

    @property
    def has_vote(self) -> bool:
        return self.votes_for is not None

    @property
    def votes(self) -> tuple[int, int, int]:
        """For, against, abstained."""
        return (self.votes_for or 0, self.votes_against or 0, self.votes_abstained or 0)

    def voters(self) -> int:
        """How many vote on it: members present now, without those who recused themselves."""
        return self.meeting.attendance.voters_at(self).count()

    def check_votes(self) -> None:
        """Votes add up to those who vote (domain 2.7, row 15); without a quorum nobody votes."""
        if not self.has_vote:
            return
        if self.meeting.voting == "none":
            raise ValidationError({"votes_for": gettext("Meetings of this kind do not vote.")})
        if not self.meeting.quorum(self).is_there:
            raise ValidationError(
                {"votes_for": gettext("There is no quorum: nothing can be voted on.")}
            )
        told, voters = sum(self.votes), self.voters()
        if told != voters:
            words = gettext(
                "The votes do not add up: for %(for)s, against %(against)s, abstained "
                "%(abstained)s make %(sum)s, and %(voters)s members vote (present, without "
                "those who recused themselves)."
            )
            names = ("for", "against", "abstained")
            raise ValidationError(
                {
                    "votes_for": words
                    % {**dict(zip(names, self.votes, strict=True)), "sum": told, "voters": voters}
                }
            )


class Recusal(models.Model):
    """A member does not take part in one item, and why: a conflict of interest (domain 2.7, 9)."""

    PART_OF = "item"

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="recusals", verbose_name=_("item")
    )
    attendance = models.ForeignKey(
        "planning.Attendance",
        on_delete=models.PROTECT,
        related_name="recusals",
        verbose_name=_("who"),
    )
    reason = models.CharField(_("reason"), max_length=300)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "attendance"],
                name="recused_once",
                violation_error_message=_("This member is recused already."),
            )
        ]

    def __str__(self):
        return f"{self.attendance}: {self.reason}"
