"""Forms in the house's look: every widget dressed in one place, dates and languages as people type.

The renderer is set once (``FORM_RENDERER``), so Django's own forms, the filters of registers and
ours come out alike without a mixin; nothing here knows what a form is about.
"""

from collections.abc import Iterator
from datetime import date

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from common.dates import numeric

WIDGETS = "django/forms/widgets/"
#: Which class an ordinary widget wears, by the last part of Django's template for it.
CLASSES = {
    "select.html": "form-select",
    "checkbox.html": "form-check-input",
    "hidden.html": "",
}
#: Django's templates that are drawn by ours instead.
TEMPLATES = {
    WIDGETS + "radio.html": "forms/choices.html",
    WIDGETS + "checkbox_select.html": "forms/choices.html",
    WIDGETS + "file.html": "forms/file.html",
    WIDGETS + "clearable_file_input.html": "forms/file.html",
}


class SapatRenderer(TemplatesSetting):
    """Draws fields by ``forms/field.html`` and gives each widget the class of the kit."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name, context, request=None):
        """Draw one widget, field or form; a widget is dressed first."""
        widget = context.get("widget")
        if widget is not None and template_name.startswith(WIDGETS):
            kind = template_name.removeprefix(WIDGETS)
            dress(widget["attrs"], CLASSES.get(kind, "form-control"))
            if kind == "date.html" and is_iso(widget.get("value")):
                widget["type"] = "date"
            if kind == "select.html":
                name_the_blank(widget)
            template_name = TEMPLATES.get(template_name, template_name)
        return super().render(template_name, context, request)


def dress(attrs: dict, name: str) -> None:
    """Add the class ``name`` to a widget's attributes, keeping those it brought along."""
    if name:
        attrs["class"] = " ".join(filter(None, (attrs.get("class"), name)))


def name_the_blank(widget: dict) -> None:
    """Say in a word what Django's row of dashes at the top of a list stands for."""
    for _group, options, _index in widget["optgroups"]:
        for option in options:
            if option["label"] == "---------":
                option["label"] = _("Choose…") if widget["required"] else "—"


def is_iso(value) -> bool:
    """Whether the text is empty or a date the browser's own date field can hold."""
    return not value or (len(value) == 10 and value[4] == value[7] == "-")


class DateInput(forms.DateInput):
    """A date picked in the browser's own calendar, sent as 2027-06-12 in every language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A date with hours and minutes, picked in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class HouseForm:
    """Mixin of our forms: dates become calendars, long texts start at four lines.

    Put it before ``forms.Form`` or ``forms.ModelForm``. The classes of the kit need no mixin.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            tidy(field)
            offer_in_use(field, getattr(self, "initial", {}).get(name))


def tidy(field: forms.Field) -> None:
    """Give a field the widget that suits a hand: a calendar, a text box of four lines."""
    widget = field.widget
    if type(widget) is forms.DateInput:
        field.widget = DateInput(widget.attrs)
    elif type(widget) is forms.DateTimeInput:
        field.widget = DateTimeInput(widget.attrs)
    elif isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "4"
    field.widget.is_required = field.required


def offer_in_use(field: forms.Field, chosen) -> None:
    """What is closed is not offered any more; what was chosen before stays to choose."""
    rows = getattr(field, "queryset", None)
    if hasattr(rows, "in_use"):
        kept = chosen if isinstance(chosen, list | tuple) else [chosen] if chosen else []
        field.queryset = rows.in_use(*(getattr(one, "pk", one) for one in kept))


def in_words(bound: forms.BoundField) -> str:
    """What a field held when its form was made, as a person reads it."""
    value = bound.initial
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return numeric(value)
    if isinstance(value, dict):
        return " · ".join(filter(None, map(str, value.values())))
    if choices := getattr(bound.field, "choices", None):
        labels = {str(key): str(label) for key, label in flat(choices)}
        picked = value if isinstance(value, list | tuple) else [value]
        keys = [str(getattr(one, "pk", one)) for one in picked]
        return ", ".join(labels[key] for key in keys if labels.get(key))
    return Truncator(str(value or "")).chars(300)


def flat(choices) -> Iterator[tuple]:
    """Choices one by one, also those that stand in groups."""
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


class TranslatedInput(forms.MultiWidget):
    """One text in several languages: a labelled line for each; the first is the obligatory one.

    ``languages`` are pairs of code and name; with ``multiline`` the lines are text boxes. With
    ``folded`` the languages nobody wrote in yet are folded away, except the first and ``opened``.
    """

    template_name = "forms/translated.html"
    opened = ""

    def __init__(self, languages, *, required=True, multiline=False, folded=False, attrs=None):
        self.codes = [code for code, _name in languages]
        self.first_required, self.folded = required, folded
        kind = forms.Textarea if multiline else forms.TextInput
        extra = {"rows": "3"} if multiline else {}
        super().__init__(
            {code: kind({"lang": code, **extra}) for code in self.codes},
            attrs,
        )

    def decompress(self, value):
        """The lines of a text kept as ``{"ky": …, "ru": …}``."""
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for number, part in enumerate(context["widget"]["subwidgets"]):
            code = self.codes[number]
            attrs = part["attrs"]
            for alien in ("required", "aria-describedby", "autofocus", *["aria-invalid"][:number]):
                attrs.pop(alien, None)
            if part_required := self.first_required and number == 0:
                attrs["required"] = True
            part["required"] = part_required
            part["language"] = get_language_info(code)["name_translated"]
            dress(attrs, "form-control")
        parts = context["widget"]["subwidgets"]
        shown = {self.codes[0], self.opened}
        away = [
            part
            for code, part in zip(self.codes, parts, strict=True)
            if self.folded and code not in shown and not part["value"]
        ]
        context["widget"] |= {
            "away": away,
            "away_names": ", ".join(str(part["language"]) for part in away),
            "subwidgets": [part for part in parts if part not in away],
        }
        return context
