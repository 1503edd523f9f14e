"""Who and what is scored in a campaign, as it was when collecting opened (000/3.1)."""

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Revised, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from people.models import Person, Unit

from .campaign import SEES_ALL, Campaign
from .criteria import Indicator
from .serving import served_by


class ParticipantQuerySet(SearchedQuerySet):
    def competing(self):
        """Those who take a place."""
        return self.filter(out_reason="")

    def scored(self):
        """Those who are scored: also who is out of competition, not who left."""
        return self.filter(left_on=None)

    def visible_to(self, user):
        """Whoever brings the material, whoever scores it, whoever runs the campaign."""
        if user.powers & SEES_ALL:
            return self
        if not user.person_id:
            return self.none()
        return self.filter(Q(person=user.person_id) | Q(campaign__in=served_by(user)))

    def own_of(self, user):
        """Those that are this user's own."""
        return self.filter(person=user.person_id) if user.person_id else self.none()


class Participant(Searched, Revised):
    """One scored thing with the name, post and unit it had when the campaign opened.

    ``person`` is whose own result it is; a supplier or a programme has none. ``out_reason`` is set
    by the management: it is scored and shown, and takes no place.
    """

    PART_OF = "campaign"
    SEARCHED = ["name", "detail", "unit_name"]
    SORTED = "name"

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="participants",
        verbose_name=_("campaign"),
    )
    number = models.PositiveIntegerField(_("No."))
    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("what is scored")
    )
    subject_id = models.PositiveBigIntegerField(_("what is scored"))
    subject = GenericForeignKey("subject_type", "subject_id")
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("whose result it is"),
    )
    name = TranslatedField(_("name"), max_length=300)
    detail = TranslatedField(_("position"), max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("unit"),
    )
    unit_name = TranslatedField(_("name of the unit"), max_length=300, blank=True)
    out_reason = models.CharField(_("out of competition because"), max_length=500, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    left_reason = models.CharField(_("why they left"), max_length=500, blank=True, editable=False)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "subject_type", "subject_id"], name="participates_once"
            ),
            models.UniqueConstraint(fields=["campaign", "number"], name="participant_number_once"),
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("monitoring:participant", args=[self.pk])


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever brings it, whoever scores it, whoever runs the campaign."""
        return self.filter(participant__in=Participant.objects.visible_to(user))


class Material(Revised):
    """What was brought for one indicator: words, links, files (000/4.2)."""

    PART_OF = "participant"

    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="materials",
        verbose_name=_("participant"),
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="materials",
        verbose_name=_("indicator"),
    )
    text = models.TextField(_("text"), max_length=6000, blank=True)
    links = models.TextField(_("links, one on a line"), max_length=2000, blank=True)
    at = models.DateTimeField(_("brought"), auto_now=True)
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords()

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["participant", "indicator__criterion__order", "indicator__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "indicator"], name="material_once_an_indicator"
            )
        ]

    def __str__(self):
        return f"{self.participant}: {self.indicator}"

    def get_absolute_url(self):
        return self.participant.get_absolute_url()
