"""The tree of document types of clause 4.2.1, with code pattern, route and access (004/4.2.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TranslatedField
from common.numbering import next_code

from .level import DocumentLevel
from .route import Route


class Access(models.TextChoices):
    """Who reads a document (004/5.5.1)."""

    PUBLIC = "public", _("Everyone")
    STAFF = "staff", _("Staff")
    TOP = "top", _("Top management")


class Origin(models.TextChoices):
    INTERNAL = "internal", _("Internal")
    EXTERNAL = "external", _("External")
    NONE = "none", _("Without normative force")


class Concerns(models.TextChoices):
    """What each document of a type is about, where every unit or position has its own."""

    UNIT = "unit", _("One unit")
    POSITION = "position", _("One position")


class Form(models.TextChoices):
    """How a document of a type is written: as a text, or field by field (004/4.1)."""

    TEXT = "text", _("Text")
    PROCESS_CARD = "process_card", _("Process card")


class DocumentType(models.Model):
    """A kind of document: how it is coded, who agrees and approves it, who reads it."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    abbreviation = TranslatedField(_("abbreviation"), blank=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("stands under"),
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.INTERNAL)
    is_normative = models.BooleanField(_("normative"), default=True)
    code_mask = models.CharField(_("code pattern"), max_length=40, blank=True)
    access = models.CharField(_("who reads"), max_length=10, choices=Access, default=Access.STAFF)
    route = models.ForeignKey(
        Route,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="types",
        verbose_name=_("route"),
    )
    stamp = models.JSONField(
        _("words of the stamps"), default=dict, blank=True, help_text=_("agreed and approved")
    )
    form = models.CharField(_("written as"), max_length=20, choices=Form, default=Form.TEXT)
    level = models.ForeignKey(
        DocumentLevel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="types",
        verbose_name=_("level"),
    )
    concerns = models.CharField(
        _("each is about"), max_length=10, choices=Concerns, blank=True, default=""
    )
    review_months = models.PositiveSmallIntegerField(
        _("reviewed every … months"), null=True, blank=True
    )
    needs_request = models.BooleanField(_("a new version rests on a change request"), default=False)
    read_before_start = models.BooleanField(_("read before the first day of work"), default=False)
    is_yearly = models.BooleanField(_("set anew each year"), default=False)
    considerations = models.JSONField(_("what is taken into account"), default=list, blank=True)
    provisions = models.JSONField(_("provisions"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)

    @property
    def is_policy(self) -> bool:
        """Sets what the organisation goes by, and says what it took into account (002/5)."""
        return bool(self.considerations)

    @property
    def is_external(self) -> bool:
        """Comes from outside: it is registered, not approved here (004/4.2.3)."""
        return self.origin == Origin.EXTERNAL

    def next_code(self) -> str:
        """The first free code of this type (004/2, identification of documents)."""
        return next_code(self.code_mask, list(self.documents.values_list("code", flat=True)))
