"""External documents: what is known of them, and what their changes ask for (004/4.2.3; 003/2)."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models import Person, Position

from .channel import Channel
from .document import Document
from .process import Process
from .relation import DocumentRelation
from .review import DocumentReview


class ExternalFacts(models.Model):
    """Whose document it is, how it was found, and which processes it touches (004/4.2.3; C-08).

    Number and date are those of the document itself; each edition has those of the act it came by.
    """

    PART_OF = "document"

    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="facts", verbose_name=_("document")
    )
    issuer = models.CharField(_("issuer"), max_length=200)
    number = models.CharField(_("number of the document"), max_length=60, blank=True)
    date = models.DateField(_("date of the document"), null=True, blank=True)
    channel = models.ForeignKey(
        Channel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("channel"),
    )
    link = models.URLField(_("address on the internet"), max_length=500, blank=True)
    found_on = models.DateField(pgettext_lazy("external", "found on"), default=localdate)
    found_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("external", "found by"),
    )
    impact = models.TextField(
        _("what it means for the work"),
        blank=True,
        help_text=_("Which duties follow from it, and for whom."),
    )
    processes = models.ManyToManyField(
        Process,
        blank=True,
        related_name="external_documents",
        verbose_name=_("processes it touches"),
    )
    read_by = models.ManyToManyField(
        Position,
        blank=True,
        related_name="external_documents",
        verbose_name=_("positions that read it"),
        help_text=_("Leave empty if everybody reads it."),
    )
    registered_on = models.DateField(_("registered on"), null=True, editable=False)
    repealed_by = models.CharField(_("number of the repealing act"), max_length=60, blank=True)
    repealed_date = models.DateField(_("date of the repealing act"), null=True, blank=True)
    history = HistoricalRecords(m2m_fields=[processes, read_by])

    class Meta:
        verbose_name_plural = "external facts"

    def __str__(self):
        return str(self.document)


def facts_of(document) -> ExternalFacts | None:
    """What is known of an external document; nothing while nobody has registered it."""
    return getattr(document, "facts", None)


def named_by(document) -> "models.QuerySet[Document]":
    """The documents of the house that rest on an external one or refer to it, and the cards of
    the processes it touches (001/1).
    """
    kinds = [DocumentRelation.Kind.BASIS, DocumentRelation.Kind.REFERS]
    related = DocumentRelation.objects.filter(other=document, kind__in=kinds)
    touched = Process.objects.filter(external_documents__document=document)
    found = Document.objects.internal().filter(
        Q(basis=document)
        | Q(pk__in=related.values("document"))
        | Q(pk__in=touched.values("document"))
    )
    return found.exclude(pk=document.pk)


def reexamine(version, *, by, repealed: bool) -> None:
    """It changed or was repealed: whoever answers for a document that names it looks at theirs."""
    document = version.document
    words = (
        gettext("%(document)s is repealed from %(date)s.")
        if repealed
        else gettext("%(document)s is changed from %(date)s: %(what)s")
    )
    day = version.ended_on if repealed else version.in_force_from
    cause = words % {
        "document": f"{document.code} · {document.title}",
        "date": f"{day:%d.%m.%Y}",
        "what": version.summary,
    }
    for named in named_by(document).filter(versions__state="in_force").distinct():
        DocumentReview.objects.begin(
            named, DocumentReview.Occasion.EXTERNAL, by=by, cause=version, cause_text=cause
        )
