"""Papers of others: what clients, experts, candidates entrusted to the house (004/7.5.4)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Attachment, Revised, Searched, deed, record
from common.models.searched import SearchedQuerySet
from common.numbering import next_number
from common.text import fold_for_index
from people.models import Organisation, Party, Person

from .correspondence import Correspondence
from .custody_steps import ENDED, HELD_STEPS, HeldDeeds, HeldState

SEES_ALL = {"nomenclature.keep", "documents.manage", "documents.approve", "documents.top"}


class HeldPaperQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """What others entrusted is seen by who answers for it, uses it, received it; by the office,
        the manager, the director all of it, and by a guest to whom this part is shown.
        """
        if not user.is_employee or not user.may_look_at(self.model):
            return self.none()
        if user.is_guest or user.powers & SEES_ALL:
            return self
        people = [user.person_id, *user.stands_in_for]
        return self.filter(Q(keeper__in=people) | Q(received_by__in=people) | Q(used_by__in=people))

    def for_list(self):
        """All that a row of the register shows, the newest first."""
        return self.select_related("party", "person", "keeper", "used_by").order_by(
            "-received_on", "-pk"
        )

    def in_the_house(self):
        """Those not returned and not lost."""
        return self.exclude(state__in=ENDED)

    def owed(self):
        """Demanded back and not returned (004/7.5.4: originals are returned at demand)."""
        return self.in_the_house().filter(demanded_on__isnull=False)

    def late(self):
        """Owed, and the day promised went by."""
        return self.owed().filter(return_by__lt=localdate())

    def receive(self, items, *, by, **facts):
        """Papers received at once: one receipt, a line for each (004/7.5.4)."""
        with deed(by=by):
            on = facts["received_on"]
            if on > localdate():
                raise ValidationError({"received_on": _("The day cannot lie in the future.")})
            if not items:
                raise ValidationError({"items": _("Name at least one paper.")})
            receipt = next_number("held_paper", held_mask(), on)
            made = []
            for line, (item, sheets) in enumerate(items, 1):
                one = self.model(
                    receipt=receipt,
                    line=line,
                    item=item,
                    sheets=sheets,
                    received_by=by.person,
                    **facts,
                )
                one.full_clean(exclude=["received_by"])
                one.save()
                record(one, "receive_paper", by=by, receipt=receipt)
                made.append(one)
        return made


def held_mask() -> str:
    """How this organisation numbers its receipts for papers of others."""
    return Organisation.current().numbering.get("held_paper", {}).get("pattern", "{n}")


class HeldPaper(HeldDeeds, Searched, Revised):
    """One paper of a client, an expert or a candidate in the hands of the house (004/7.5.4).

    Who answers for it, where it lies, how it is handled; demanded back, returned against a
    signature; damaged or lost, and when its owner was told.
    """

    State = HeldState
    STEPS = HELD_STEPS
    SEARCHED = ["receipt", "item", "words", "project", "place"]
    SORTED = "receipt"

    class Carrier(models.TextChoices):
        PAPER = "paper", _("Paper")
        ELECTRONIC = "electronic", _("Electronic")

    receipt = models.CharField(_("receipt No."), max_length=40, editable=False)
    line = models.PositiveSmallIntegerField(_("line of the receipt"), default=1, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=HeldState, default=HeldState.RECEIVED, editable=False
    )
    item = models.CharField(_("what it is"), max_length=300)
    sheets = models.PositiveSmallIntegerField(_("sheets"), null=True, blank=True)
    carrier = models.CharField(_("carrier"), max_length=10, choices=Carrier, default=Carrier.PAPER)
    is_original = models.BooleanField(_("original"), default=True)
    party = models.ForeignKey(
        Party,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="held_papers",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_papers_held",
        verbose_name=_("person"),
    )
    words = models.CharField(_("owner in words"), max_length=200, blank=True)
    project = models.CharField(_("project"), max_length=200, blank=True)
    letter = models.ForeignKey(
        Correspondence,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="held_papers",
        verbose_name=_("came with the letter"),
    )
    received_on = models.DateField(_("received on"), default=localdate)
    received_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("received by"),
    )
    handed_by = models.CharField(_("handed over by"), max_length=200, blank=True)
    keeper = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="papers_kept",
        verbose_name=_("answers for safekeeping"),
    )
    place = models.CharField(_("kept at"), max_length=200, blank=True)
    handling = models.TextField(
        _("order of handling"),
        blank=True,
        help_text=_("What the contract or the owner says: who may see it, what is copied."),
    )
    used_by = models.ForeignKey(
        Person,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("used by"),
    )
    used_from = models.DateField(_("used from"), null=True, editable=False)
    demanded_on = models.DateField(_("return demanded on"), null=True, editable=False)
    demanded_how = models.CharField(
        _("how it was demanded"), max_length=200, blank=True, editable=False
    )
    return_by = models.DateField(_("to be returned by"), null=True, editable=False)
    returned_on = models.DateField(_("returned on"), null=True, editable=False)
    returned_to = models.CharField(_("returned to"), max_length=200, blank=True, editable=False)
    returned_by = models.ForeignKey(
        Person,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("returned by"),
    )
    harmed_on = models.DateField(_("damaged or lost on"), null=True, editable=False)
    harm = models.TextField(_("what happened"), blank=True, editable=False)
    told_on = models.DateField(_("owner told on"), null=True, editable=False)
    told_how = models.CharField(
        _("how the owner was told"), max_length=200, blank=True, editable=False
    )
    attachments = GenericRelation(Attachment)
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = HeldPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "line", "received_on"], name="held_line_once_a_receipt"
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False) | Q(person__isnull=False) | ~Q(words=""),
                name="held_paper_has_an_owner",
                violation_error_message=_("Say whose paper it is."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_to="") & Q(returned_on__isnull=False),
                name="held_paper_returned_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["damaged", "lost"]) | ~Q(harm=""),
                name="held_paper_harm_is_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="demanded") | Q(demanded_on__isnull=False),
                name="held_paper_demanded_on_a_day",
            ),
        ]

    def __str__(self):
        return f"№ {self.number} · {self.item}"

    @property
    def headline(self) -> str:
        """What a line of a list says."""
        return f"{self} · {self.owner}"

    @property
    def number(self) -> str:
        """Its receipt and its line there."""
        return f"{self.receipt}-{self.line}"

    def get_absolute_url(self):
        return reverse("mail:held_paper", args=[self.pk])

    def fold_columns(self) -> None:
        """It is found by the name of its owner as well."""
        super().fold_columns()
        named = [*self.party.name.values()] if self.party else []
        if self.person:
            named.append(self.person.full_name)
        self.folded = fold_for_index(self.folded, *named)

    @property
    def owner(self) -> str:
        """Whose it is."""
        return str(self.party or (self.person and self.person.full_name) or self.words)

    @property
    def is_owed(self) -> bool:
        """Demanded back, and still here."""
        return self.demanded_on is not None and self.state not in ENDED

    @property
    def is_late(self) -> bool:
        """It should have been returned already."""
        return self.is_owed and self.return_by is not None and self.return_by < localdate()

    @property
    def is_restricted(self) -> bool:
        """Whoever opens a file of it is noted."""
        return True

    def of_the_receipt(self) -> "models.QuerySet[HeldPaper]":
        """All that was received with it."""
        same = HeldPaper.objects.filter(receipt=self.receipt, received_on=self.received_on)
        return same.order_by("line")
