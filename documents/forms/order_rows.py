"""The rows of an order: its points and its appendices, each as a small form (domain 2.8)."""

import re

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm, TranslatedInput
from common.models import Attachment, TranslatedText
from common.models.translated import TranslatedFormField
from common.uploads import SizedFileField
from documents.models import Order

from .rows import row_set
from .steps import day_field

HOLDING = ("approved", "fulfilled")
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def words(label, length=300, *, multiline=False, help_text="") -> TranslatedFormField:
    """A text that may be in one language alone."""
    field = TranslatedFormField(label=label, required=False, max_length=length, help_text=help_text)
    field.widget = TranslatedInput(
        settings.LANGUAGES, required=False, multiline=multiline, folded=True
    )
    return field


class OrderRow(HouseForm, forms.Form):
    """One row; it knows the order, its writer and the people that may be named.

    ``may_be_over``: the order was signed on paper before, so its days may have passed.
    """

    folded = ""  # the field that few rows need

    def __init__(self, *args, order, reader, people, language, may_be_over, **kwargs):
        self.order, self.reader, self.may_be_over = order, reader, may_be_over
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, TranslatedInput):
                field.widget.opened = language
        if "responsible" in self.fields:
            self.fields["responsible"].choices = people

    def key(self):
        return None


class PeopleOfRow(forms.TypedMultipleChoiceField):
    """People by their keys, each with a box to tick: one list for all rows, asked for once."""

    widget = forms.CheckboxSelectMultiple


class PointRow(OrderRow):
    """One point: what is to be done, who is responsible, by when; or which order is repealed."""

    text = words(_("What is to be done"), 4000, multiline=True)
    folded = "repeals"
    responsible = PeopleOfRow(label=_("Responsible"), coerce=int, required=False)
    due = day_field(_("By the day"), required=False)
    repeals = forms.CharField(
        label=_("Repeals the order"),
        required=False,
        max_length=60,
        help_text=_("Its number; the usual words are printed where no text is written."),
        widget=forms.TextInput(attrs={"list": "list-orders", "autocomplete": "off"}),
    )

    def clean_repeals(self):
        """An order that holds, by its number and perhaps its day."""
        typed = self.cleaned_data["repeals"].strip()
        self.repealed = None
        if not typed:
            return typed
        number = re.split(r"\s+·\s+|,\s+", typed.removeprefix("№").strip())[0]
        found = Order.objects.visible_to(self.reader).filter(order_number=number, state__in=HOLDING)
        if day := _DAY.search(typed):
            found = found.filter(order_date=parse_date(f"{day[3]}-{day[2]}-{day[1]}"))
        rows = list(found[:2])
        if not rows:
            raise forms.ValidationError(gettext("There is no order of this number that holds."))
        if len(rows) > 1:
            raise forms.ValidationError(
                gettext("There are several orders of this number: type its day as well.")
            )
        self.repealed = rows[0]
        return typed

    def clean_due(self):
        """A day that is over is asked of nobody; only a paper signed before may name one."""
        due = self.cleaned_data["due"]
        if due and due < localdate() and not self.may_be_over:
            raise forms.ValidationError(gettext("This day is over already."))
        return due

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and self.repealed is None:
            self.add_error("text", gettext("Write what is to be done."))
        if cleaned.get("due") and not cleaned.get("responsible"):
            self.add_error("responsible", gettext("Say who is responsible."))
        return cleaned

    def values(self) -> dict:
        """The row as the order keeps it."""
        given = self.cleaned_data
        return {
            "text": given["text"] or TranslatedText(),
            "responsible": given["responsible"],
            "due": given["due"],
            "repeals": self.repealed,
        }


class AppendixRow(OrderRow):
    """One appendix: its title, and its text or its file."""

    title = words(_("Title of the appendix"))
    text = words(_("Text of the appendix"), 20000, multiline=True)
    pages = forms.IntegerField(
        label=_("Number of sheets"), required=False, min_value=1, max_value=2000
    )
    file = SizedFileField(label=_("File"), required=False, widget=forms.FileInput)
    kept = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self["kept"].value() if self.prefix and "__" not in self.prefix else None
        self.attachment = None
        if str(asked or "").isdecimal() and self.order.pk:
            own = Attachment.objects.of(self.order).filter(kind="appendix")
            self.attachment = own.filter(pk=int(asked)).first()
        if self.attachment:
            self.fields["file"].help_text = gettext(
                "Attached: %(name)s. Choose another to replace it."
            ) % {"name": self.attachment.name}

    @property
    def is_file_lost(self) -> bool:
        """A file was chosen; a browser does not keep it where the form is shown again."""
        return bool(self["file"].data)

    def clean(self):
        cleaned = super().clean()
        given = cleaned.get("text") or cleaned.get("file") or self.attachment
        if not self.errors and not given:
            self.add_error("file", gettext("Write the text of the appendix or attach its file."))
        return cleaned


SETS = {
    "points": row_set(
        PointRow,
        _("Points"),
        _("Add a point"),
        _("They are numbered in this order; the point on control follows by itself."),
    ),
    "appendices": row_set(AppendixRow, _("Appendices"), _("Add an appendix"), extra=0),
}
