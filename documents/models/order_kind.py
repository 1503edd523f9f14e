"""Kinds of orders: core, personnel, leave, approval of documents, directives, memos (RI-05).

A kind is a row of the profile: its register with a number pattern of its own, the case it is filed
in, its route, who may see it, and the words that are printed on its papers (domain 2.2, 2.8).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, TranslatedField, deed, record
from common.numbering import next_number, note_number, write_number

from .orders import APPROVALS
from .orders import REGISTER as OF_APPROVALS
from .route import Route

#: What the words of a kind may name; the rest of a pattern in braces is a slip of the pen.
PLACES = {
    "repeal_words": ("of_date", "date", "number", "title"),
    "control_words": ("name", "position"),
    "appendix_words": ("of_date", "date", "number", "n"),
}


class OrderKindQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone who works here knows which kinds there are."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """All that a row of the list shows."""
        return self.select_related("route")

    def in_use(self, *keep):
        """Those that may be chosen, and those that are chosen already."""
        return self.filter(Q(closed_on=None) | Q(pk__in=keep))

    def of_orders(self):
        """Kinds that are signed along a route; memos are not."""
        return self.exclude(form=OrderKind.Form.MEMO)

    def of_memos(self) -> "OrderKind | None":
        """The kind by which memos are numbered."""
        return self.in_use().filter(form=OrderKind.Form.MEMO).first()


class OrderKind(Revised):
    """One kind of order with its register, its route and its printed words."""

    class Form(models.TextChoices):
        ORDER = "order", _("Order")
        DIRECTIVE = "directive", _("Directive")
        ASSIGNMENT = "assignment", _("Assignment")
        MEMO = "memo", _("Memo")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(_("name"), max_length=120)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.ORDER)
    counter = models.SlugField(
        _("register"),
        max_length=40,
        help_text=_("Kinds of one register take their numbers from one sequence of the year."),
    )
    mask = models.CharField(
        _("pattern of numbers"), max_length=40, help_text=_("{n} is the number, {yy} the year.")
    )
    case_index = models.CharField(_("case index"), max_length=20, blank=True)
    route = models.ForeignKey(
        Route,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("route"),
    )
    executors_sign = models.BooleanField(
        _("executors sign the paper order"),
        default=True,
        help_text=_("The acquaintance sheet is printed with a column for signatures."),
    )
    is_restricted = models.BooleanField(
        _("seen only by those named in it"),
        default=False,
        help_text=_("Besides them by whoever keeps orders and people, and by directors."),
    )
    heading = TranslatedField(_("printed heading"), max_length=60)
    preamble = TranslatedField(_("usual preamble"), max_length=600, blank=True)
    verb = TranslatedField(_("verb before the points"), max_length=80, blank=True)
    repeal_words = TranslatedField(_("words of a repeal"), blank=True)
    control_words = TranslatedField(_("words of the control"), blank=True)
    own_control_words = TranslatedField(_("words of one’s own control"), blank=True)
    appendix_words = TranslatedField(_("head of an appendix"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects = OrderKindQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return str(self.name)

    def get_absolute_url(self):
        return reverse("documents:order_kind", args=[self.pk])

    def clean(self):
        wrong: dict[str, Any] = {}
        try:
            write_number(self.mask, 1, localdate())
        except (KeyError, ValueError, IndexError):
            wrong["mask"] = _("Only {n}, {year} and {yy} may stand here.")
        if "{n" not in (self.mask or ""):
            wrong["mask"] = _("Say by {n} where the running number stands.")
        others = OrderKind.objects.filter(counter=self.counter).exclude(pk=self.pk)
        if "mask" not in wrong and others.exclude(mask=self.mask).exists():
            wrong["mask"] = _("Kinds of one register have one pattern of numbers.")
        for name, places in PLACES.items():
            for words in getattr(self, name).values():
                try:
                    words.format(**dict.fromkeys(places, ""))
                except (KeyError, ValueError, IndexError):
                    wrong[name] = _("Only these places may stand here: %(places)s.") % {
                        "places": ", ".join(f"{{{place}}}" for place in places)
                    }
        if wrong:
            raise ValidationError(wrong)

    @property
    def sequence(self) -> str:
        """Which sequence of numbers its register takes; that of approvals is one with theirs."""
        return OF_APPROVALS if self.counter == APPROVALS else f"{OF_APPROVALS}:{self.counter}"

    def register_of(self, day) -> str:
        """The register of one year, in which no number stands twice."""
        return f"{self.counter}/{day.year}"

    def take_number(self, number: str, day) -> str:
        """The next number of its register, or the one given on paper: the register goes on."""
        if number:
            note_number(self.sequence, self.mask, number, day)
            return number
        return next_number(self.sequence, self.mask, day)

    def close(self, *, by) -> None:
        """It is not used any more; its orders stay as they are."""
        self._stand(by, "close_order_kind", localdate())

    def reopen(self, *, by) -> None:
        """It is used again."""
        self._stand(by, "reopen_order_kind", None)

    def _stand(self, by, name: str, closed_on) -> None:
        with deed(by=by):
            self.refresh_from_db(from_queryset=OrderKind.objects.select_for_update())
            self.closed_on, self._change_reason = closed_on, name
            self.revision += 1
            self.save()
            record(self, name, by=by)
