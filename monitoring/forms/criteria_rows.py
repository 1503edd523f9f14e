"""The rows of criteria: each criterion is a row that holds the rows of its indicators (000/3.2)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.dates import decimal_comma
from common.forms import HouseForm, TranslatedInput
from common.models import TranslatedText
from common.models.translated import CODES, TranslatedFormField
from common.text import fold
from documents.forms.rows import RowSet, row_set
from monitoring.models.criteria_filling import POINTS
from monitoring.weights import thousandths

WEIGHT = _("Type per cent from 0,1 to 100, with one digit after the comma: 12,5.")


def words(label, length: int, *, required=True, multiline=False, help_text=""):
    """A text in three languages; those nobody wrote in are folded away."""
    field = TranslatedFormField(
        label=label, required=required, max_length=length, help_text=help_text
    )
    field.widget = TranslatedInput(
        settings.LANGUAGES, required=required, multiline=multiline, folded=True
    )
    return field


def point_fields() -> dict[str, TranslatedFormField]:
    """A line for each point of the scale."""
    return {
        f"point_{point}": words(_("Point %(point)s") % {"point": point}, 300, required=False)
        for point in POINTS
    }


def point_words(cleaned: dict) -> dict[int, TranslatedText]:
    """What was said of each point."""
    return {point: cleaned.get(f"point_{point}") or TranslatedText() for point in POINTS}


class PercentField(forms.DecimalField):
    """A weight in per cent as people type it, with a comma or a point."""

    def __init__(self, **kwargs):
        codes = ("required", "invalid", "min_value", "max_value", "max_decimal_places")
        super().__init__(
            min_value=Decimal("0.1"),
            max_value=Decimal(100),
            decimal_places=1,
            error_messages=dict.fromkeys(codes, WEIGHT),
            widget=forms.TextInput(
                attrs={
                    "class": "row-place",
                    "inputmode": "decimal",
                    "autocomplete": "off",
                    "data-weight": True,
                }
            ),
            **kwargs,
        )

    def to_python(self, value):
        typed = str(value or "").strip().removesuffix("%").strip().replace(",", ".")
        return super().to_python(typed)

    def prepare_value(self, value):
        return decimal_comma(value) if isinstance(value, Decimal) else value


class TreeRow(HouseForm, forms.Form):
    """One row; the place alone does not make an empty row a written one."""

    kept = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seldom: tuple[str, ...] = ()
    refers_below = ""  # an error that only says that rows below hold one

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name != "ORDER"]

    @property
    def is_away(self) -> bool:
        """Whether it is ticked to be taken away."""
        return bool(self["DELETE"].value())

    def key(self):
        return fold((self.cleaned_data.get("title") or {}).get("ky", ""))

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that always stand open."""
        apart = {"ORDER", "DELETE", *self.seldom}
        return [field for field in self.visible_fields() if field.name not in apart]

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields that are seldom needed."""
        return [self[name] for name in self.seldom]

    @property
    def is_opened(self) -> bool:
        """Whether something is wrong, or newly typed, in what is seldom needed."""
        if any(field.errors for field in self.folded):
            return True
        return not self.is_kept and any(any(field.value() or ()) for field in self.folded)

    @property
    def is_kept(self) -> bool:
        """Whether the draft had this row already: its words are then folded away."""
        return bool(self["kept"].value())

    @property
    def name(self) -> str:
        """Its words, as they stand."""
        value = self["title"].value() or {}
        texts = value if isinstance(value, list) else [value.get(code) for code in CODES]
        return next((text for text in texts if text), "")


class IndicatorRow(TreeRow):
    """One line of the sheet: what is judged, its weight, what to bring, words of its points."""

    title = words(pgettext_lazy("monitoring", "Indicator"), 400)
    weight = PercentField(label=_("Weight, %"))
    material = words(_("What to bring"), 600, required=False)
    under = forms.TypedChoiceField(
        label=_("Move to another criterion"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("It keeps its past: it is compared from year to year wherever it stands."),
    )
    seldom = tuple(f"point_{point}" for point in POINTS)

    def __init__(self, *args, criteria=(), own=None, collects=True, **kwargs):
        super().__init__(*args, **kwargs)
        others = [(key, title) for key, title in criteria if str(key) != str(own or "")]
        self.fields["under"].choices = [("", "—"), *others]
        self.fields |= point_fields()
        if not (others and self.is_kept):
            del self.fields["under"]
        if not collects:
            del self.fields["material"]

    @property
    def moves(self) -> bool:
        """Whether it is to go under another criterion."""
        return "under" in self.fields and not self.is_away and bool(self["under"].value())

    def values(self) -> dict[str, Any]:
        """The row as the criteria keep it."""
        given = self.cleaned_data
        return {
            "key": given["kept"],
            "title": given["title"],
            "material": given.get("material") or TranslatedText(),
            "weight": thousandths(given["weight"]),
            "points": point_words(given),
            "under": given.get("under"),
        }


class CriterionRow(TreeRow):
    """One criterion under its direction, with its indicators."""

    title = words(_("Criterion"), 300)
    direction = forms.TypedChoiceField(
        label=_("Direction"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, directions, criteria=(), collects=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [("", "—"), *directions]
        self.indicators: RowSet = INDICATORS(
            self.data if self.is_bound else None,
            prefix=f"{self.prefix}-indicators",
            initial=None if self.is_bound else self.initial.get("indicators"),
            form_kwargs={"criteria": criteria, "own": self["kept"].value(), "collects": collects},
        )
        self.indicators.extra = 0 if self.initial.get("indicators") else 1

    def has_changed(self):
        return super().has_changed() or any(row.has_changed() for row in self.indicators.forms)

    def clean(self):
        cleaned = super().clean()
        if not self.indicators.is_valid():
            self.refers_below = gettext("Look at the indicators of this criterion.")
            self.add_error(None, self.refers_below)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The row as the criteria keep it, with its indicators."""
        return {
            "key": self.cleaned_data["kept"],
            "title": self.cleaned_data["title"],
            "direction": self.cleaned_data["direction"],
            "indicators": [row.values() for row in self.indicators.given()],
        }


INDICATORS = row_set(
    IndicatorRow,
    pgettext_lazy("monitoring", "Indicators"),
    pgettext_lazy("monitoring", "Add an indicator"),
)
CRITERIA = row_set(CriterionRow, _("Criteria"), _("Add a criterion"))
