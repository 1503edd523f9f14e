"""The process card: eleven fields of 004/4.1 as rows, versioned and signed like any document."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from people.models import Position

from .document import Document
from .process import Process
from .version import DocumentVersion

WORDS = 4000  # letters of a long text of the card in one language


class ProcessItemQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """What stands on a card that the reader may see, or on none."""
        if not user.is_employee:
            return self.none()
        cards = ProcessCard.objects.filter(version__in=DocumentVersion.objects.visible_to(user))
        flows = CardFlow.objects.filter(card__in=cards)
        named = models.Q(pk__in=flows.values("item"))
        nowhere = ~models.Q(pk__in=CardFlow.objects.values("item"))
        return self.filter(named | nowhere)

    def for_list(self):
        """Its cards are fetched by the page, one question for all rows."""
        return self


class ProcessItem(Searched, Revised):
    """Something that one process puts out and another takes in: a contract, a report, a list.

    Cards name the same thing, so that the arrow between two processes follows (003/5.4.1).
    """

    SEARCHED = ["name"]
    SORTED = "name"

    name = TranslatedField(_("name"), max_length=300)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = ProcessItemQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("documents:process_item", args=[self.pk])


class ProcessCardQuerySet(models.QuerySet):
    def in_force_for(self, user):
        """Cards of processes carried on, in force, whose document this reader may see."""
        documents = Document.objects.visible_to(user)
        return self.filter(
            version__state="in_force",
            version__document__in=documents,
            version__document__process__closed_on=None,
            version__document__process__isnull=False,
        )


class ProcessCard(Revised):
    """What a version of a process card says, field by field (004/4.1).

    The name is the process's own. Owner and head may be missing. The words of every language are
    also kept as the text of the version, which is what is read, compared and signed.
    """

    PART_OF = "version"

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.PROTECT, related_name="card", verbose_name=_("version")
    )
    owner = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("process owner"),
    )
    head = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("process head"),
    )
    purpose = TranslatedField(_("purpose of the process"), max_length=WORDS)
    tasks = TranslatedField(
        _("tasks of the process"), max_length=WORDS, blank=True, help_text=_("One task a line.")
    )
    criteria = TranslatedField(_("criteria of effectiveness"), max_length=2000, blank=True)
    methods = TranslatedField(
        _("methods"),
        max_length=WORDS,
        blank=True,
        help_text=_("By what means the process is carried on and kept effective."),
    )
    history = HistoricalRecords()

    objects = ProcessCardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.version)

    @property
    def process(self) -> Process:
        """The process that the document of this card describes."""
        return self.version.document.process

    def get_absolute_url(self):
        return self.version.get_absolute_url()

    def positions(self) -> set[int]:
        """Owner, head and executors: who agree the card by their signatures (004/7.3.5)."""
        named = {self.owner_id, self.head_id, *self.executors.values_list("position", flat=True)}
        return {key for key in named if key is not None}

    def manifest(self) -> dict:
        """What a signature covers besides the words: what each row points at."""
        return {
            "owner": self.owner.code if self.owner else "",
            "head": self.head.code if self.head else "",
            "purpose": dict(self.purpose),
            "tasks": dict(self.tasks),
            "criteria": dict(self.criteria),
            "methods": dict(self.methods),
            "executors": [row.position.code for row in self.executors.select_related("position")],
            "flows": [[row.direction, row.item_id, dict(row.party)] for row in self.flows.all()],
            "documents": [row.document_id for row in self.documents.all()],
            "records": [row.index for row in self.records.all()],
            "indicators": [
                {
                    "name": dict(row.name),
                    "target": dict(row.target),
                    "frequency": row.frequency,
                    "responsible": row.responsible.code if row.responsible else "",
                    "method": dict(row.method),
                }
                for row in self.indicators.select_related("responsible")
            ],
        }


class CardRow(models.Model):
    """A row of a card, in the order its author gave."""

    PART_OF = "card"

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class CardExecutor(CardRow):
    """Field 6: a position that carries the process out."""

    card = models.ForeignKey(
        ProcessCard, models.CASCADE, related_name="executors", verbose_name=_("process card")
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="+", verbose_name=_("position")
    )
    history = HistoricalRecords()

    class Meta(CardRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["card", "position"], name="card_executor_once")
        ]

    def __str__(self):
        return str(self.position)


class CardFlow(CardRow):
    """Fields 7 and 8: something the process takes in or puts out; from or to whom outside."""

    class Direction(models.TextChoices):
        IN = "in", _("Input")
        OUT = "out", _("Output")

    card = models.ForeignKey(
        ProcessCard, on_delete=models.CASCADE, related_name="flows", verbose_name=_("process card")
    )
    direction = models.CharField(_("direction"), max_length=3, choices=Direction)
    item = models.ForeignKey(
        ProcessItem, on_delete=models.PROTECT, related_name="flows", verbose_name=_("what")
    )
    party = TranslatedField(_("from or to whom outside"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta(CardRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["card", "direction", "item"], name="card_flow_once")
        ]

    def __str__(self):
        return f"{self.get_direction_display()}: {self.item}"


class CardDocument(CardRow):
    """Field 9: a document that regulates the process; outside or inside as its type says."""

    card = models.ForeignKey(
        ProcessCard, models.CASCADE, related_name="documents", verbose_name=_("process card")
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="on_cards", verbose_name=_("document")
    )
    history = HistoricalRecords()

    class Meta(CardRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["card", "document"], name="card_document_once")
        ]

    def __str__(self):
        return str(self.document)


class CardRecord(CardRow):
    """Field 10: a case of the nomenclature where the records of the process are kept.

    It is named by its index, which lives longer than the list of one year.
    """

    card = models.ForeignKey(
        ProcessCard, models.CASCADE, related_name="records", verbose_name=_("process card")
    )
    index = models.CharField(_("index"), max_length=20)
    history = HistoricalRecords()

    class Meta(CardRow.Meta):
        constraints = [models.UniqueConstraint(fields=["card", "index"], name="card_record_once")]

    def __str__(self):
        return self.index


class CardIndicator(CardRow):
    """Field 11: by what the process is measured, how often and by whom (004/8.2.3)."""

    class Frequency(models.TextChoices):
        EACH = "each", _("Each time the work is done")
        WEEK = "week", _("Weekly")
        MONTH = "month", _("Monthly")
        QUARTER = "quarter", _("Quarterly")
        HALF = "half", _("Half-yearly")
        YEAR = "year", _("Yearly")

    card = models.ForeignKey(
        ProcessCard, models.CASCADE, related_name="indicators", verbose_name=_("process card")
    )
    name = TranslatedField(_("indicator"))
    target = TranslatedField(_("criterion"), blank=True)
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency, default=Frequency.YEAR
    )
    responsible = models.ForeignKey(
        Position,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who measures"),
    )
    method = TranslatedField(_("how it is measured"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta(CardRow.Meta):
        pass

    def __str__(self):
        return str(self.name)
