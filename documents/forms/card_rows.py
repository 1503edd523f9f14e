"""The rows of a process card, each kind as a small form (004/4.1, fields 6 to 11)."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm, TranslatedInput
from common.models.translated import TranslatedFormField
from common.text import fold
from documents.models import CardIndicator, Document, NomenclatureItem, ProcessCard
from documents.models.card_filling import find_item
from documents.models.card_records import nomenclature_in_use
from people.models import Position

from .rows import row_set


class SuggestedInput(TranslatedInput):
    """Lines that propose words used before, each in its own language."""

    def __init__(self, suggest: str, **kwargs):
        super().__init__(settings.LANGUAGES, **kwargs)
        self.suggest = suggest

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            part["attrs"]["list"] = f"list-{self.suggest}-{code}"
        return context


def words(label, *, required=True, length=300, suggest="", help_text=""):
    """A line in three languages."""
    field = TranslatedFormField(
        label=label, required=required, max_length=length, help_text=help_text
    )
    if suggest:
        old = field.widget
        field.widget = SuggestedInput(suggest, required=required)
        field.widget.is_required = old.is_required
    return field


class Row(HouseForm, forms.Form):
    """One row; what makes two rows the same is said by ``key``."""

    def __init__(self, *args, card, reader, **kwargs):
        self.card, self.reader = card, reader
        super().__init__(*args, **kwargs)

    def key(self):
        raise NotImplementedError


class ExecutorRow(Row):
    position = forms.ModelChoiceField(label=_("Position"), queryset=Position.objects.all())

    def key(self):
        return self.cleaned_data.get("position")


class FlowRow(Row):
    name = words(_("What"), suggest="items")
    party = words(
        _("From or to whom outside"),
        required=False,
        length=200,
        suggest="parties",
        help_text=_("Leave empty where it passes between processes."),
    )

    def clean_name(self):
        """The same thing is called the same on every card, or no arrow would lead to it."""
        name = self.cleaned_data["name"]
        found = find_item(name) if name else None
        for code, given in name.items() if found else ():
            called = found.name.get(code)
            if code != "ky" and called and fold(called) != fold(given):
                raise forms.ValidationError(
                    gettext(
                        "Other cards call it “%(called)s”. Call it the same, or change its name "
                        "on the list of inputs and outputs."
                    )
                    % {"called": called}
                )
        return name

    def key(self):
        return fold((self.cleaned_data.get("name") or {}).get("ky", ""))


class DocumentRow(Row):
    code = forms.CharField(
        label=_("Code of the document"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "list-documents", "autocomplete": "off"}),
    )

    def clean_code(self):
        """A document that whoever reads this card may know of."""
        code = self.cleaned_data["code"].partition(" · ")[0].strip()
        found = readable_beside(self.card, self.reader).filter(code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(
                gettext("There is no document “%(code)s” that readers of this card may read.")
                % {"code": code}
            )
        self.document = found
        return found.code

    def key(self):
        return self.cleaned_data.get("code")


class RecordRow(Row):
    index = forms.CharField(
        label=_("Index of the case"),
        max_length=20,
        widget=forms.TextInput(attrs={"list": "list-cases", "autocomplete": "off"}),
    )

    def clean_index(self):
        index = self.cleaned_data["index"].partition(" · ")[0].strip()
        held = NomenclatureItem.objects.filter(nomenclature=nomenclature_in_use(), index=index)
        kept = self.card.pk and self.card.records.filter(index=index).exists()
        if not kept and not held.exists():
            raise forms.ValidationError(
                gettext("There is no case “%(index)s” in the nomenclature of files.")
                % {"index": index}
            )
        return index

    def key(self):
        return self.cleaned_data.get("index")


class IndicatorRow(Row):
    name = words(_("Indicator"))
    target = words(_("Criterion"), required=False, help_text=_("What value is good enough."))
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=CardIndicator.Frequency.choices,
        initial=CardIndicator.Frequency.YEAR,
    )
    responsible = forms.ModelChoiceField(
        label=_("Who measures"), queryset=Position.objects.all(), required=False
    )
    method = words(_("How it is measured"), required=False, length=500)

    def key(self):
        return fold((self.cleaned_data.get("name") or {}).get("ky", ""))


SETS = {
    "executors": row_set(ExecutorRow, _("6. Responsible executors"), _("Add an executor")),
    "inputs": row_set(
        FlowRow, _("7. Inputs"), _("Add an input"), _("What the process needs to begin.")
    ),
    "outputs": row_set(FlowRow, _("8. Outputs"), _("Add an output"), _("What the process gives.")),
    "documents": row_set(
        DocumentRow,
        _("9. Documents regulating activity within the process"),
        _("Add a document"),
        _("External and internal ones stand apart on the paper by themselves."),
    ),
    "records": row_set(
        RecordRow,
        _("10. Records"),
        _("Add a record"),
        _("Cases of the nomenclature where its records are kept."),
    ),
    "indicators": row_set(IndicatorRow, _("11. Performance indicators"), _("Add an indicator")),
}


def readable_beside(card: ProcessCard, reader):
    """Documents a card may name: those its own readers may read, and its writer as well."""
    own = card.version.document
    found = Document.objects.visible_to(reader).exclude(pk=own.pk)
    return found if own.is_restricted else found.exclude(access="top")
