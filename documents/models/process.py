"""The register of processes on its levels, each with owner and head (004/4.1; 003/5.4.2)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, TranslatedField, deed, record
from common.models.searched import SearchedQuerySet
from people.models import Position, Unit

from .document import Document

NO_CARD_TYPE = _("No type of documents is written as a process card and has a code pattern.")


class ProcessQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """Every employee knows the processes (004/5.5.1)."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the register shows."""
        return self.select_related("parent", "unit", "owner", "head", "document")

    def running(self):
        """Processes that are carried on; groups only hold them together."""
        return self.filter(is_group=False, closed_on=None)


class Process(Searched, Revised):
    """A process of the organisation or of one unit; a group only holds processes together.

    ``number`` is of a space of its own: it may equal the number of a document (003/5.4.3). Head
    and owner may be missing: the register then says so (003, App.1).
    """

    SEARCHED = ["number", "name"]
    SORTED = "number"

    class Level(models.IntegerChoices):
        ORGANISATION = 1, _("Of the organisation")
        UNIT = 2, _("Of a unit")

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = TranslatedField(_("name"), max_length=400)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.ORGANISATION)
    is_group = models.BooleanField(_("a group of processes"), default=False)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("group or process above"),
    )
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
        verbose_name=_("unit"),
    )
    owner = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes_owned",
        verbose_name=_("process owner"),
    )
    head = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes_headed",
        verbose_name=_("process head"),
    )
    criteria = TranslatedField(_("criteria of effectiveness"), blank=True, max_length=2000)
    document = models.OneToOneField(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="process",
        verbose_name=_("process card"),
    )
    closed_on = models.DateField(_("carried on until"), null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        verbose_name_plural = "processes"
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="process_is_not_its_own_group",
                violation_error_message=_("A process cannot stand under itself."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    def get_absolute_url(self):
        return reverse("documents:process", args=[self.pk])

    def clean(self):
        if self.parent_id and self.pk and self.pk in _above(self.parent_id):
            raise ValidationError({"parent": _("A process cannot stand under itself.")})
        if self.is_group:
            if self.pk and Process.objects.filter(pk=self.pk, document__isnull=False).exists():
                raise ValidationError({"is_group": _("A group has no card of its own.")})
        elif self.level == self.Level.UNIT and self.unit_id is None:
            raise ValidationError({"unit": _("Name the unit that carries this process on.")})

    @property
    def depth(self) -> int:
        """How many groups or processes it stands under, two at most: for registers."""
        return 0 if self.parent is None else 1 if self.parent.parent_id is None else 2

    @property
    def is_running(self) -> bool:
        return self.closed_on is None

    def card_in_force(self):
        """The card that its work is done by today, or None."""
        from .process_card import ProcessCard  # noqa: PLC0415 -- cards know processes

        return ProcessCard.objects.filter(
            version__document=self.document_id, version__state="in_force"
        ).first()

    def close(self, *, by) -> None:
        """The process is not carried on any more; its card stays readable."""
        with deed(by=by):
            self._lock()
            if not self.is_running:
                raise ValidationError(_("This process is closed already."))
            if self.children.filter(closed_on=None).exists():
                raise ValidationError(_("Close what stands under it first, or move it elsewhere."))
            self.closed_on = localdate()
            self._keep("close_process", by)

    def reopen(self, *, by) -> None:
        """The process is carried on again."""
        with deed(by=by):
            self._lock()
            if self.is_running:
                raise ValidationError(_("This process is carried on already."))
            if self.parent and not self.parent.is_running:
                raise ValidationError(_("What it stands under is closed: open that first."))
            self.closed_on = None
            self._keep("reopen_process", by)

    @staticmethod
    def card_type():
        """The type whose documents are written as cards and get their codes, or None."""
        from .type import DocumentType, Form  # noqa: PLC0415 -- needed only here

        kinds = DocumentType.objects.filter(form=Form.PROCESS_CARD, children=None)
        return kinds.exclude(code_mask="").first()

    def begin_card(self, *, by) -> Document:
        """A document for its card under the next code of the type that is written as a card."""
        with deed(by=by):
            self._lock()
            if self.document_id or self.is_group:
                raise ValidationError(_("This process has a card already."))
            if (kind := self.card_type()) is None:
                raise ValidationError(NO_CARD_TYPE)
            document: Any = Document(
                code=kind.next_code(),
                title=self.name,
                type=kind,
                access=kind.access,
                owner=self.owner,
                unit=self.unit,
                author=by.person,
            )
            document.full_clean()
            document._change_reason = "create"
            document.save()
            record(document, "create", by=by)
            self.document = document
            self._keep("begin_process_card", by, document=document.pk)
        return document

    def differs_from(self, card) -> list[str]:
        """What the register says otherwise than a card: names of the fields."""
        names = {field.name: str(field.verbose_name) for field in self._meta.fields}
        return [names[name] for name in self._other_than(_said_by(card))]

    def _other_than(self, said: dict) -> list[str]:
        return [name for name, value in said.items() if getattr(self, name) != value]

    def follow_card(self, card) -> None:
        """The register says of owner, head and criteria what the card in force says."""
        if card.version.document.is_restricted:
            return  # what it says is not for everybody
        said = _said_by(card)
        if not self._other_than(said):
            return
        for name, value in said.items():
            setattr(self, name, value)
        self._change_reason = "follow_process_card"
        self.revision += 1
        self.save()

    def _lock(self) -> None:
        self.refresh_from_db(from_queryset=Process.objects.select_for_update())

    def _keep(self, name: str, by, **details) -> None:
        self.revision += 1
        self._change_reason = name
        self.save()
        record(self, name, by=by, **details)


def _said_by(card) -> dict:
    """What a card says that the register says as well."""
    said = {"owner": card.owner, "head": card.head}
    return said | ({"criteria": card.criteria} if card.criteria else {})


def _above(process: int) -> set[int]:
    """A process and all it stands under."""
    found: set[int] = set()
    key: int | None = process
    while key is not None and key not in found:
        found.add(key)
        key = Process.objects.filter(pk=key).values_list("parent", flat=True).first()
    return found
