"""Documents: what a document is, apart from its versions (004/4.2.1, 4.2.3)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.lookalikes import skeleton
from common.models import Revised, Searched, SearchEntry, TranslatedField
from common.models.searched import SearchedQuerySet
from common.search.query import parse
from common.text import fold
from people.models import Person, Position, Unit

from .outsiders import documents_shown
from .review_term import review_due
from .type import Access, DocumentType, Origin


class DocumentQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Staff see what staff may read; the restricted is for top management and its makers."""
        if not user.is_employee or not user.may_look_at(self.model):
            return self.none()
        if types := user.narrowed_to("types"):
            self = self.filter(type__in=types)
        self = documents_shown(self, user)
        if "documents.top" in user.powers:
            return self
        return self.filter(
            ~Q(access=Access.TOP) | Q(author=user.person_id) | Q(pk__in=_asked_of(user))
        )

    def internal(self):
        """What the organisation itself writes; external documents have a register of their own."""
        return self.exclude(type__origin=Origin.EXTERNAL)

    def external(self):
        """What comes from outside (004/4.2.3)."""
        return self.filter(type__origin=Origin.EXTERNAL)

    def for_list(self, on=None):
        """All that a row of the register shows, in one query; what was in force on a day."""
        from .review import DocumentReview  # noqa: PLC0415 -- reviews know documents
        from .version import DocumentVersion  # noqa: PLC0415 -- versions know documents

        newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by(
            "-issue", "-change"
        )
        held = newest.in_force_on(on) if on else newest.filter(state="in_force")
        reviews = DocumentReview.objects.filter(document=OuterRef("pk"))
        done = reviews.filter(state="done").order_by("-done_at")
        return self.select_related(
            "type__level", "owner__unit", "unit", "position__unit", "basis"
        ).annotate(
            version_state=Subquery(newest.values("state")[:1]),
            force_from=Subquery(held.values("in_force_from")[:1]),
            force_issue=Subquery(held.values("issue")[:1]),
            force_change=Subquery(held.values("change")[:1]),
            valid_until=Subquery(held.values("valid_until")[:1]),
            review_open=Exists(reviews.filter(state="open")),
            reviewed_at=Subquery(done.values("done_at")[:1]),
            last_verdict=Subquery(done.values("verdict")[:1]),
        )

    def in_force_on(self, day):
        """Documents of which a version was in force on a day."""
        from .version import DocumentVersion  # noqa: PLC0415 -- versions know documents

        return self.filter(pk__in=DocumentVersion.objects.in_force_on(day).values("document"))

    def resting_on(self, document):
        """Documents that have this one as their basis, refer to it, or name it on the process card
        in force.
        """
        from .relation import DocumentRelation  # noqa: PLC0415 -- relations know documents

        named = DocumentRelation.objects.filter(other=document, kind__in=["basis", "refers"])
        cards = document.on_cards.filter(card__version__state="in_force")
        return self.filter(
            Q(basis=document)
            | Q(pk__in=named.values("document"))
            | Q(pk__in=cards.values("card__version__document"))
        )

    def on_their_way(self):
        """Documents of which a version is to come into force."""
        return self.filter(versions__state__in=["agreeing", "approving", "approved"]).distinct()

    def put_reviews_in_step(self) -> None:
        """When each is to be reviewed next: so many months after its last review or its coming
        into force, whichever was later, but before its term ends (004/4.2.2).
        """
        from .review import DocumentReview  # noqa: PLC0415 -- reviews know documents
        from .version import DocumentVersion  # noqa: PLC0415 -- versions know documents

        held = DocumentVersion.objects.filter(document=OuterRef("pk"), state="in_force")
        done = DocumentReview.objects.filter(document=OuterRef("pk"), state="done")
        rows = self.order_by().annotate(
            since=Subquery(held.values("in_force_from")[:1]),
            ends=Subquery(held.values("valid_until")[:1]),
            seen=Subquery(done.order_by("-done_at").values("done_at")[:1]),
        )
        told = ("pk", "next_review", "review_months", "type__review_months")
        for pk, known, own, usual, *days in rows.values_list(*told, "since", "seen", "ends"):
            due = review_due(usual if own is None else own, *days)
            if due != known:
                self.model._base_manager.filter(pk=pk).update(next_review=due)

    def search(self, words: str):
        """By code and title, and by all that the search finds in the text in force."""
        if not fold(words):
            return self
        card = Q(*(Q(folded__holds=word) for word in fold(words).split()))
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
    #: What a person sees of the code.
    code_seen = models.CharField(max_length=120, default="", editable=False)
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
        help_text=_("Leave empty to go by its type; 0: never by a term."),
    )
    # Follows from versions, reviews and terms, so that the register can sort and filter by it.
    next_review = models.DateField(_("next review"), null=True, editable=False, db_index=True)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as", "code_seen", "next_review"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=F("pk")),
                name="document_is_not_its_own_basis",
                violation_error_message=_("A document cannot be its own basis."),
            ),
            models.UniqueConstraint(
                fields=["code_seen"],
                condition=~Q(code_seen=""),
                name="document_codes_look_different",
            ),
        ]

    def __str__(self):
        return self.code

    def clean(self):
        """A code that a person cannot tell from another is no code; a basis rests on no circle."""
        stored = Document._base_manager.filter(pk=self.pk).values("code", "basis").first() or {}
        if self.code and self.code != stored.get("code"):
            self._check_code()
        if self.pk and self.basis_id and self.basis_id != stored.get("basis"):
            self._check_basis()

    def _check_code(self):
        others = Document._base_manager.exclude(pk=self.pk).exclude(code=self.code)
        rows = others.filter(code_seen=skeleton(self.code)).values_list("code", "access")
        if alike := rows.first():
            code, access = alike
            words = _("It cannot be told from %(code)s, which is here already: take another code.")
            if access == Access.TOP:
                words = _("It cannot be told from a code that is taken: take another code.")
            raise ValidationError({"code": words % {"code": code}})

    def _check_basis(self):
        from .relation import resting  # noqa: PLC0415 -- relations know documents

        if self.basis_id and self.pk in resting(self.basis_id):
            words = _("%(other)s itself rests on %(document)s: one of the two is the basis.")
            names = {"other": self.basis, "document": self}
            raise ValidationError({"basis": words % names})

    def fold_columns(self):
        super().fold_columns()
        self.code_seen = skeleton(self.code)

    def save(self, *args, **kwargs):
        """Another term, or another type, is another day of the next review."""
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "code_seen"}
        super().save(*args, **kwargs)
        if not kwargs.get("force_insert"):
            Document.objects.filter(pk=self.pk).put_reviews_in_step()

    def get_absolute_url(self):
        return reverse("documents:document", args=[self.pk])

    @property
    def is_restricted(self) -> bool:
        """Read by top management only: who opens it is noted (004/5.5.1)."""
        return self.access == Access.TOP

    def basis_for(self, user) -> "Document | None":
        """The basis, for a reader who may know of it."""
        return Document.objects.visible_to(user).filter(pk=self.basis_id).first()

    def note_registered(self) -> None:
        """Since when an external document stands in the register."""
        facts = getattr(self, "facts", None)
        if facts and facts.registered_on is None:
            facts.registered_on, facts._change_reason = localdate(), "register"
            facts.save()

    def note_repeal(self, number: str, date) -> None:
        """By which act an external document was repealed."""
        if facts := getattr(self, "facts", None):
            facts.repealed_by, facts.repealed_date = number, date
            facts._change_reason = "repeal"
            facts.save()

    def version_in_force(self):
        """The only version staff may work by, or None."""
        return self.versions.filter(state="in_force").first()

    def version_on_its_way(self):
        """The version that is being written or agreed; there is one at a time."""
        return self.versions.filter(state__in=["draft", "agreeing", "approving"]).first()

    def newest_version(self):
        """The version of the highest issue and change."""
        return self.versions.order_by("-issue", "-change").first()
