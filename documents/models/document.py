"""Documents: what a document is, apart from its versions (004/4.2.1, 4.2.3)."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, SearchEntry, TranslatedField
from common.models.searched import SearchedQuerySet
from common.search.query import parse
from common.text import fold
from people.models import Person, Position, Unit

from .type import Access, DocumentType


class DocumentQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Staff see what staff may read; the restricted is for top management and its makers."""
        if not user.is_employee:
            return self.none()
        if "documents.top" in user.powers:
            return self
        return self.filter(
            ~Q(access=Access.TOP) | Q(author=user.person_id) | Q(pk__in=_asked_of(user))
        )

    def for_list(self):
        """All that a row of the register shows, in one query."""
        from .version import DocumentVersion  # noqa: PLC0415 -- versions know documents

        newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by(
            "-issue", "-change"
        )
        in_force = newest.filter(state="in_force")
        return self.select_related("type", "owner").annotate(
            version_state=Subquery(newest.values("state")[:1]),
            force_from=Subquery(in_force.values("in_force_from")[:1]),
            force_issue=Subquery(in_force.values("issue")[:1]),
            force_change=Subquery(in_force.values("change")[:1]),
        )

    def search(self, words: str):
        """By code and title, and by all that the search finds in the text in force."""
        if not fold(words):
            return self
        card = Q(*(Q(folded__contains=word) for word in fold(words).split()))
        found = SearchEntry.objects.filter(kind="document").matching(parse(words)).order_by()
        return self.filter(card | Q(pk__in=found.values("object_id")))


def _asked_of(user):
    from .version import DocumentVersion  # noqa: PLC0415 -- versions know documents

    return DocumentVersion.objects.asked_of(user).values("document")


class Document(Searched, Revised):
    """A controlled document under its code; what it says is in its versions (DP-01)."""

    SEARCHED = ["code", "title", "aliases"]
    SORTED = "code"

    code = models.CharField(_("code"), max_length=60, unique=True)
    title = TranslatedField(_("title"))
    aliases = models.TextField(_("other titles"), blank=True)
    type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="documents", verbose_name=_("type")
    )
    basis = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="based",
        verbose_name=_("basis"),
        help_text=_("The document in accordance with which this one is written."),
    )
    basis_text = models.CharField(_("other basis"), max_length=300, blank=True)
    access = models.CharField(_("who reads"), max_length=10, choices=Access, default=Access.STAFF)
    owner = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("answers for it"),
    )
    author = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("author"),
    )
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("about the unit"),
    )
    position = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents_about",
        verbose_name=_("about the position"),
    )
    review_months = models.PositiveSmallIntegerField(
        _("reviewed every … months"),
        null=True,
        blank=True,
        help_text=_("Leave empty to go by its type."),
    )
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=F("pk")),
                name="document_is_not_its_own_basis",
                violation_error_message=_("A document cannot be its own basis."),
            )
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("documents:document", args=[self.pk])

    @property
    def is_restricted(self) -> bool:
        """Read by top management only: who opens it is noted (004/5.5.1)."""
        return self.access == Access.TOP

    def basis_for(self, user) -> "Document | None":
        """The basis, for a reader who may know of it."""
        return Document.objects.visible_to(user).filter(pk=self.basis_id).first()

    def version_in_force(self):
        """The only version staff may work by, or None."""
        return self.versions.filter(state="in_force").first()

    def newest_version(self):
        """The version of the highest issue and change."""
        return self.versions.order_by("-issue", "-change").first()
