"""Relations between documents: what rests on what, refers to it, replaces it (001/1, DP-01)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .document import Document


class DocumentRelation(models.Model):
    """One document names another: as a further basis, by a reference, as what it replaces.

    The basis that papers print is ``Document.basis``; these are all others. ``block`` is the id of
    the block of the text that names it, where there is one.
    """

    PART_OF = "document"

    class Kind(models.TextChoices):
        BASIS = "basis", _("Rests on")
        REFERS = "refers", _("Refers to")
        REPLACES = "replaces", _("Replaces")

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="relations", verbose_name=_("document")
    )
    other = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="related_from",
        verbose_name=_("other document"),
    )
    kind = models.CharField(_("relation"), max_length=10, choices=Kind)
    block = models.CharField(max_length=40, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "other__sorted_as", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "other", "kind"],
                name="document_relation_once",
                violation_error_message=_("This relation is there already."),
            ),
            models.CheckConstraint(
                condition=~Q(document=F("other")),
                name="document_relation_to_another",
                violation_error_message=_("A document cannot be related to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.document} {self.get_kind_display()} {self.other}"

    def clean(self):
        if self.kind == self.Kind.REPLACES and self.document_id in _replaced_by(self.other_id):
            raise ValidationError(
                _("%(other)s itself replaces %(document)s: one of the two is the older.")
                % {"other": self.other, "document": self.document}
            )


def _replaced_by(document: int) -> set[int]:
    """Whatever a document replaces, directly or through others."""
    replaced: set[int] = set()
    fresh = {document}
    while fresh:
        rows = DocumentRelation.objects.filter(
            document__in=fresh, kind=DocumentRelation.Kind.REPLACES
        )
        fresh = {*rows.values_list("other", flat=True)} - replaced
        replaced |= fresh
    return replaced
