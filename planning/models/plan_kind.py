"""Which work plans an organisation makes: the kinds of its profile (PK-04; 003/9.1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import TranslatedField
from documents.models import DocumentType, Route
from planning.plan_periods import Term

from .obligation import Obligation


class PlanBranch(models.Model):
    """A branch of the work that plans are made by: research, academic, upbringing (003/9.1)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return str(self.name)


class PlanKind(models.Model):
    """One kind of work plan: whose it is, for how long, who approves it, which duties it settles.

    ``part`` says which of the linked plans of the system it is (004/5.4.2): the execution of a
    project or the development of the system. ``follows`` are the types of documents that a plan
    of this kind carries out: a strategy, a development concept (003/9.1).
    """

    class Scope(models.TextChoices):
        ORGANISATION = "organisation", _("Whole organisation")
        UNIT = "unit", _("Unit")
        PERSON = "person", _("Employee")
        BODY = "body", _("Meeting or council")
        PROJECT = "project", _("Project")

    class PartOf(models.TextChoices):
        EXECUTION = "execution", _("Project execution plans")
        DEVELOPMENT = "development", _("QMS development plan")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    scope = models.CharField(_("whose"), max_length=12, choices=Scope)
    term = models.CharField(_("term"), max_length=10, choices=Term)
    branch = models.ForeignKey(
        PlanBranch,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kinds",
        verbose_name=_("branch"),
    )
    route = models.ForeignKey(
        Route, on_delete=models.PROTECT, related_name="+", verbose_name=_("route")
    )
    index = models.CharField(_("index of the nomenclature"), max_length=20, blank=True)
    part = models.CharField(_("part of the planning"), max_length=12, choices=PartOf, blank=True)
    remind_days = models.PositiveSmallIntegerField(_("asks so many days before"), default=7)
    settles = models.ManyToManyField(
        Obligation, blank=True, related_name="plan_kinds", verbose_name=_("duties it settles")
    )
    follows = models.ManyToManyField(
        DocumentType, blank=True, related_name="+", verbose_name=_("what it carries out")
    )
    stamp = models.JSONField(_("words of the stamps"), default=dict, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords(m2m_fields=[settles, follows])

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(part="execution") | Q(scope="project"),
                name="plan_kind_execution_is_of_a_project",
            )
        ]

    def __str__(self):
        return str(self.name)
