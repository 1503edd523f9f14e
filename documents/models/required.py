"""The documents an organisation must have, and whether each is there (004/4.2.1; 003/5.4.3)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField

from .level import DocumentLevel
from .library import StandardClause
from .type import DocumentType


class RequiredDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who keeps the documentation in order, and top management (004/5.5.1)."""
        return self if user.has_perm("documents.view_requireddocument") else self.none()

    def for_list(self):
        """All that a line of the check shows."""
        return self.select_related("level", "type", "clause__standard")


class RequiredDocument(Revised):
    """One line of the list: a document of a certain code, or any of its type.

    Where every unit or every position needs its own, one line stands for them all.
    """

    class Per(models.TextChoices):
        ONCE = "once", _("One for the organisation")
        UNIT = "unit", _("One for each unit")
        POSITION = "position", _("One for each position")
        NOMENCLATURE = "nomenclature", _("The nomenclature of the year")

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = TranslatedField(_("title"))
    level = models.ForeignKey(
        DocumentLevel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="required",
        verbose_name=_("level"),
    )
    type = models.ForeignKey(
        DocumentType,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="required",
        verbose_name=_("type"),
        help_text=_("Any document of this type will do, unless a code is given."),
    )
    document_code = models.CharField(
        _("code of the document"),
        max_length=60,
        blank=True,
        help_text=_("Only the document of this very code will do."),
    )
    per = models.CharField(_("how many"), max_length=12, choices=Per, default=Per.ONCE)
    clause = models.ForeignKey(
        StandardClause,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="required",
        verbose_name=_("demanded by"),
    )
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    history = HistoricalRecords()

    objects = RequiredDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(document_code="") | Q(type__isnull=False) | Q(per="nomenclature"),
                name="required_names_a_document",
                violation_error_message=_("Give a type, or the code of a document."),
            ),
            models.CheckConstraint(
                condition=Q(per__in=["once", "nomenclature"])
                | (Q(type__isnull=False) & Q(document_code="")),
                name="required_of_each_has_type",
                violation_error_message=_(
                    "What each unit or position must have is found by its type, not by a code."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("documents:required_edit", args=[self.pk])
