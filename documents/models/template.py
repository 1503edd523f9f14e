"""Templates: what the text of a new document begins with (DP-01)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField
from documents.content import blocks
from documents.content.markup import serialise
from people.models import Organisation

from .document import Document
from .text import HasWords, VersionText
from .type import DocumentType
from .version import DocumentVersion

PLACES = ("code", "title", "organisation", "year")


class DocumentTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever writes documents here."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("type").prefetch_related("texts")

    def offered_for(self, document: Document):
        """The templates with a text that fit the type of a document."""
        fitting = self.filter(is_active=True, type=document.type_id)
        return fitting.filter(texts__html__gt="").distinct()


class DocumentTemplate(Revised):
    """The skeleton of one kind of document: headings, fixed sentences, places to be filled."""

    code = models.SlugField(_("code"), max_length=60, blank=True, default="", editable=False)
    type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="templates", verbose_name=_("type")
    )
    name = TranslatedField(_("name"))
    is_active = models.BooleanField(_("is offered"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    objects = DocumentTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["type__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="template_code_once"
            )
        ]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("documents:template", args=[self.pk])

    def texts_that_count(self) -> "list[TemplateText]":
        """Its texts without those that say nothing."""
        return [text for text in self.texts.all() if not text.is_empty]

    def text_in(self, language: str) -> "TemplateText | None":
        """The text in one language, if there is one."""
        return next((one for one in self.texts_that_count() if one.language == language), None)

    def begin(self, version: DocumentVersion) -> None:
        """Give a version without texts the texts of this template, the places filled."""
        texts = self.texts_that_count()
        if not texts:
            return
        own = Organisation.current().original_language
        original = own if any(text.language == own for text in texts) else texts[0].language
        for text in texts:
            VersionText.objects.create(
                version=version,
                language=text.language,
                is_original=text.language == original,
                html=text.filled(version.document),
            )


class TemplateText(HasWords, Revised):
    """The text of a template in one language: sanitised blocks, as those of a version."""

    PART_OF = "template"

    template = models.ForeignKey(
        DocumentTemplate, on_delete=models.PROTECT, related_name="texts", verbose_name=_("template")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    html = models.TextField(_("text"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language"], name="template_text_one_a_language"
            ),
        ]

    def __str__(self):
        return f"{self.template} {self.language}"

    def save(self, *args, **kwargs):
        """Whatever comes in is sanitised here, as the text of a version is."""
        self.html = blocks.sanitise(self.html)
        super().save(*args, **kwargs)

    def filled(self, document: Document) -> str:
        """The text for one document, its blocks new: they are clauses of that document alone."""
        values = {
            "code": document.code,
            "title": document.title.in_language(self.language),
            "organisation": Organisation.current().name.in_language(self.language),
            "year": str(localdate().year),
        }
        elements = blocks.tree(self.html)
        for element in elements:
            element.attrib.pop("id", None)
        html = "\n".join(map(serialise, elements))
        for place in PLACES:
            html = html.replace(f"{{{{{place}}}}}", escape(values[place]))
        return html
