"""Relations between documents: what rests on what, refers to it, replaces it (001/1, DP-01)."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import deed, record

from .document import Document


class DocumentRelationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who may know of both documents may know that one names the other."""
        reach = Document.objects.visible_to(user).values("pk")
        return self.filter(document__in=reach, other__in=reach)

    def for_list(self):
        """All that a line shows."""
        return self.select_related("document__type", "other__type")


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
    block = models.CharField(_("place in the text"), max_length=40, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords()

    objects = DocumentRelationQuerySet.as_manager()

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
        """Of two documents only one can be the newer, and only one the basis of the other."""
        names = {"other": self.other, "document": self.document}
        if self.kind == self.Kind.REPLACES and self.document_id in _replaced_by(self.other_id):
            raise ValidationError(
                _("%(other)s itself replaces %(document)s: one of the two is the older.") % names
            )
        if self.kind == self.Kind.BASIS and self.document_id in resting(self.other_id):
            raise ValidationError(
                _("%(other)s itself rests on %(document)s: one of the two is the basis.") % names
            )

    @classmethod
    def put(cls, document, other, kind, *, by, block="", note="") -> "DocumentRelation":
        """Say that one document names another (DP-01)."""
        with deed(by=by):
            # Two who relate the same documents at once wait here for each other.
            rows = Document.objects.select_for_update().order_by("pk")
            list(rows.filter(pk__in=[document.pk, other.pk]))
            relation = cls(document=document, other=other, kind=kind, block=block, note=note)
            relation.full_clean()
            relation.save()
            record(document, "relate_documents", by=by, kind=kind, other=other.pk)
        return relation

    def take_away(self, *, by) -> None:
        """It does not name the other any more, or never did."""
        with deed(by=by):
            told = {"kind": self.kind, "other": self.other_id}
            self.delete()
            record(self.document, "unrelate_documents", by=by, **told)


def _replaced_by(document: int) -> set[int]:
    """Whatever a document replaces, directly or through others."""
    replaces = DocumentRelation.objects.filter(kind=DocumentRelation.Kind.REPLACES)
    return _through(document, lambda fresh: _others(replaces, fresh))


def resting(document: int) -> set[int]:
    """Whatever a document rests on, directly or through others: by its card or by a link."""
    links = DocumentRelation.objects.filter(kind=DocumentRelation.Kind.BASIS)
    cards = Document._base_manager.exclude(basis=None)

    def bases(fresh):
        printed = cards.filter(pk__in=fresh).values_list("basis", flat=True)
        return _others(links, fresh) | {*printed}

    return _through(document, bases)


def _others(relations, documents: set[int]) -> set[int]:
    return {*relations.filter(document__in=documents).values_list("other", flat=True)}


def _through(document: int, named: Callable[[set[int]], set[int]]) -> set[int]:
    """All that a document names, and all that those name."""
    found: set[int] = set()
    fresh = {document}
    while fresh:
        fresh = named(fresh) - found
        found |= fresh
    return found
