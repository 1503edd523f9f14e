"""The clause library: standards and regulations, their clauses, and what answers to what.

Numbers and short headings only: the texts themselves are bought or read where they are published.
Nothing refers to a typed clause, so that links made on an old edition stay good (003/2, A-21).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, TranslatedField, deed, record
from common.models.searched import SearchedQuerySet

from .document import Document


class StandardQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Every employee may look up what the organisation works by."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the register shows."""
        demands = models.Count("clauses", filter=Q(clauses__is_requirement=True))
        return (
            self.select_related("replaced_by").annotate(demands=demands).order_by("sorted_as", "pk")
        )

    def followed(self):
        """What the organisation works by."""
        return self.filter(is_followed=True)

    def run_out(self, on):
        """Followed still, though their time is over or a newer edition is published."""
        ended = Q(valid_until__lt=on) | Q(replaced_by__status=Standard.Status.PUBLISHED)
        return self.followed().filter(ended)


class Standard(Searched, Revised):
    """One edition of a standard or regulation, with the dates it holds for (003/2)."""

    SEARCHED = ["code", "designation", "title"]
    SORTED = "designation"

    class Kind(models.TextChoices):
        STANDARD = "standard", _("Standard")
        REGULATION = "regulation", _("Regulation")
        LAW = "law", _("Law")
        OWN = "own", _("Own document")

    class Status(models.TextChoices):
        PUBLISHED = "published", _("Published")
        DRAFT = "draft", _("Draft, its clauses are not here yet")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    designation = TranslatedField(_("designation"), max_length=120)
    title = TranslatedField(_("title"))
    edition = models.CharField(_("edition"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.STANDARD)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="standards",
        verbose_name=_("registered document"),
        help_text=_("The copy of it in the register of documents."),
    )
    is_followed = models.BooleanField(_("we work by it"), default=False)
    note = TranslatedField(_("note"), blank=True, max_length=600)
    as_of = models.DateField(_("as of"), null=True, blank=True, editable=False)
    source = TranslatedField(_("source"), blank=True, max_length=600, editable=False)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(replaced_by=F("pk")),
                name="standard_not_replaced_by_itself",
                violation_error_message=_("An edition cannot replace itself."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="standard_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return str(self.designation)

    def get_absolute_url(self):
        return reverse("documents:standard", args=[self.pk])

    @property
    def headline(self) -> str:
        """Designation and title, as a line of a list says it."""
        return f"{self.designation} · {self.title}"

    def document_for(self, user) -> Document | None:
        """Its copy in the register, for a reader who may know of it."""
        return Document.objects.visible_to(user).filter(pk=self.document_id).first()


class StandardClauseQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """As the library itself."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("standard", "parent")


class StandardClause(Searched, Revised):
    """One clause: its number and a short heading; whether it concerns this organisation.

    A heading only holds clauses together; what is demanded stands in the clauses under it.
    """

    PART_OF = "standard"
    SEARCHED = ["number", "title"]
    SORTED = "number"

    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, related_name="clauses", verbose_name=_("standard")
    )
    number = models.CharField(_("number"), max_length=40)
    title = TranslatedField(_("title"))
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("clause above"),
    )
    order = models.PositiveIntegerField(_("order"), default=0, editable=False)
    is_requirement = models.BooleanField(_("demands something"), default=True)
    applies = models.BooleanField(_("applies"), default=True, editable=False)
    reason = models.TextField(_("why it does not apply"), blank=True, editable=False)
    decided_on = models.DateField(_("decided"), null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = StandardClauseQuerySet.as_manager()

    class Meta:
        ordering = ["standard", "order", "sorted_as", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "number"],
                name="clause_number_once",
                violation_error_message=_("This number is there already."),
            ),
            models.CheckConstraint(
                condition=Q(applies=True) | ~Q(reason=""),
                name="clause_not_applied_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="clause_not_under_itself",
                violation_error_message=_("A clause cannot stand under itself."),
            ),
        ]

    def __str__(self):
        return f"{self.standard} {self.number}"

    def get_absolute_url(self):
        return reverse("documents:clause", args=[self.pk])

    @property
    def headline(self) -> str:
        """Number and heading, as a line of a list says it."""
        return f"{self.number} {self.title}"

    def decide(self, *, by, applies: bool, reason: str = "") -> None:
        """Say that the clause does not concern the organisation, and why; or that it does."""
        if not applies and not reason.strip():
            raise ValidationError({"reason": _("Say why it does not apply.")})
        with deed(by=by):
            self.refresh_from_db(from_queryset=StandardClause.objects.select_for_update())
            self.applies = applies
            self.reason = "" if applies else reason.strip()
            self.decided_on = localdate()
            self.revision += 1
            self._change_reason = "decide_clause"
            self.save()
            record(self, "decide_clause", by=by)


class ClauseMapping(models.Model):
    """Which clause of one edition or standard answers to which of another, from older to newer.

    A clause that was dropped leads nowhere, a new one comes from nowhere: both are said.
    """

    PART_OF = "from_standard"

    class Kind(models.TextChoices):
        SAME = "same", _("The same")
        PARTLY = "partly", _("In part")
        DROPPED = "dropped", _("Dropped")
        NEW = "new", _("New clause")

    from_standard = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        related_name="mapped_on",
        verbose_name=_("older edition"),
    )
    to_standard = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        related_name="mapped_here",
        verbose_name=_("newer edition"),
    )
    from_clause = models.ForeignKey(
        StandardClause,
        null=True,
        on_delete=models.PROTECT,
        related_name="answered_by",
        verbose_name=_("clause"),
    )
    to_clause = models.ForeignKey(
        StandardClause,
        null=True,
        on_delete=models.PROTECT,
        related_name="answers_to",
        verbose_name=_("answering clause"),
    )
    kind = models.CharField(_("how it answers"), max_length=8, choices=Kind)
    note = TranslatedField(_("note"), blank=True, max_length=600)
    as_of = models.DateField(_("as of"), null=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["from_clause__order", "to_clause__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_clause", "to_clause"],
                condition=Q(from_clause__isnull=False, to_clause__isnull=False),
                name="mapping_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind="dropped") & Q(to_clause=None) & ~Q(from_clause=None))
                | (Q(kind="new") & Q(from_clause=None) & ~Q(to_clause=None))
                | (Q(kind__in=["same", "partly"]) & ~Q(from_clause=None) & ~Q(to_clause=None)),
                name="mapping_has_its_ends",
            ),
        ]

    def __str__(self):
        return f"{self.from_clause or '—'} → {self.to_clause or '—'}"
