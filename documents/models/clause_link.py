"""Links from clauses to what stands behind them: documents, a place in their text, later records.

An inspector asks of a clause where it is fulfilled; the answer is a row, never typed text (003/2).
"""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common import evidence
from common.models import deed, record
from common.reach import within_reach
from people.models import Person

from .document import Document
from .library import StandardClause


class ClauseLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Links to what the reader may see; of any other they do not learn that it is there."""
        if not user.is_employee:
            return self.none()
        shown = models.Q(pk__in=[])
        for label in evidence.kinds():
            kind = ContentType.objects.get_by_natural_key(*label.split("."))
            if (model := kind.model_class()) is not None:
                keys = within_reach(model, user).order_by().values("pk")
                shown |= models.Q(content_type=kind, object_id__in=keys)
        return self.filter(shown)

    def about(self, thing):
        """The clauses behind which one thing stands."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk)

    def for_list(self):
        """All that a line shows."""
        return self.select_related("clause__standard", "person")

    def link(self, clause, thing, *, by, block="", language="", place="", note="") -> "ClauseLink":
        """``thing`` stands behind ``clause``; ``block`` is the place in its text, if one is."""
        with deed(by=by):
            if self.about(thing).filter(clause=clause, block=block).exists():
                raise ValidationError({"clause": _("This clause is there already.")})
            made = ClauseLink(
                clause=clause,
                object=thing,
                block=block,
                language=language if block else "",
                place=place[:200] if block else "",
                note=note,
                person=by.person,
            )
            made.save()
            record(thing, "link_clause", by=by, clause=str(clause))
        return made


class ClauseLink(models.Model):
    """One clause and what fulfils it, or the part of a text that does."""

    clause = models.ForeignKey(
        StandardClause, on_delete=models.PROTECT, related_name="links", verbose_name=_("clause")
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind")
    )
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey()
    block = models.CharField(_("place in the text"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    place = models.CharField(_("place in the text"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    created_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    history = HistoricalRecords()

    objects = ClauseLinkQuerySet.as_manager()

    class Meta:
        ordering = ["clause__standard__sorted_as", "clause__order", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "content_type", "object_id", "block"], name="clause_link_once"
            )
        ]

    def __str__(self):
        return f"{self.clause} – {self.object}"

    def remove(self, *, by) -> None:
        """What was linked does not stand behind the clause; history keeps that it did."""
        with deed(by=by):
            thing, clause = self.object, str(self.clause)
            self._change_reason = "unlink_clause"
            self.delete()
            record(thing, "unlink_clause", by=by, clause=clause)


def clauses_of(document: Document):
    """The clauses behind which a document stands."""
    return ClauseLink.objects.about(document).for_list()
