"""The register of processes on its levels, each with owner and head (004/4.1; 003/5.4.2)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from people.models import Position, Unit

from .document import Document


class ProcessQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Every employee knows the processes (004/5.5.1)."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("parent", "unit", "owner", "head", "document")

    def running(self):
        """Processes that are carried on; groups only hold them together."""
        return self.filter(is_group=False, closed_on=None)


class Process(Searched, Revised):
    """A process of the organisation or of one unit; a group only holds processes together.

    ``number`` is of a space of its own: it may equal the number of a document (003/5.4.3). Head
    and owner may be missing: the register then says so (003, App.1).
    """

    SEARCHED = ["number", "name"]
    SORTED = "number"

    class Level(models.IntegerChoices):
        ORGANISATION = 1, _("Of the organisation")
        UNIT = 2, _("Of a unit")

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = TranslatedField(_("name"), max_length=400)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.ORGANISATION)
    is_group = models.BooleanField(_("a group of processes"), default=False)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("group or process above"),
    )
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
        verbose_name=_("unit"),
    )
    owner = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes_owned",
        verbose_name=_("process owner"),
    )
    head = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes_headed",
        verbose_name=_("process head"),
    )
    criteria = TranslatedField(_("criteria of effectiveness"), blank=True, max_length=2000)
    document = models.OneToOneField(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="process",
        verbose_name=_("process card"),
    )
    closed_on = models.DateField(_("carried on until"), null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        verbose_name_plural = "processes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="process_is_not_its_own_group",
                violation_error_message=_("A process cannot stand under itself."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def get_absolute_url(self):
        return reverse("documents:process", args=[self.pk])
