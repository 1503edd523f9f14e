"""Words of correspondence that the profile sets: kinds, ways, phrases of resolutions (RI-05)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TranslatedField


class MailTermQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every employee reads them on forms."""
        return self if user.is_employee else self.none()


class MailTerm(models.Model):
    """A kind of letters with its term in working days, a way, or a phrase of resolutions."""

    class Group(models.TextChoices):
        KIND = "kind", _("Kind of letters")
        WAY = "way", _("Way of sending")
        PHRASE = "phrase", _("Phrase of resolutions")

    group = models.CharField(_("list"), max_length=10, choices=Group)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    days = models.PositiveSmallIntegerField(
        _("term in working days"),
        null=True,
        blank=True,
        help_text=_("Empty: letters of this kind have no day."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    objects = MailTermQuerySet.as_manager()

    class Meta:
        ordering = ["group", "order", "code"]

    def __str__(self):
        return str(self.name)
