"""The form of a process card: its eleven fields, five of them as rows (004/4.1)."""

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm, TranslatedInput
from common.models import TranslatedText
from common.models.translated import TranslatedFormField
from common.text import fold
from documents.models import CardFlow, CardIndicator, Document, NomenclatureItem, ProcessCard
from documents.models.card_filling import find_item, item_named
from documents.models.card_records import nomenclature_in_use
from people.models import Position

from .rows import RowSet, row_set

SUGGESTED = 500
Direction = CardFlow.Direction


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


class CardForm(HouseForm, forms.ModelForm):
    """Owner, head, purpose, tasks, criteria and methods; the rows stand in ``sets``."""

    class Meta:
        model = ProcessCard
        fields = ["owner", "head", "purpose", "tasks", "criteria", "methods"]
        labels = {
            "owner": _("2. Process owner"),
            "head": _("3. Process head"),
            "purpose": _("4. Purpose of the process"),
            "tasks": _("5. Tasks of the process"),
            "criteria": _("Criteria of effectiveness"),
            "methods": pgettext_lazy("process card", "Methods"),
        }

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        for name in ("purpose", "tasks", "criteria", "methods"):
            field = self.fields[name]
            field.widget = TranslatedInput(
                settings.LANGUAGES, required=field.required, multiline=True
            )
            field.widget.is_required = field.required
        for name in ("owner", "head"):
            self.fields[name].empty_label = gettext("not appointed")
        own = {"card": self.instance, "reader": reader}
        self.sets: dict[str, RowSet] = {
            name: made(
                self.data if self.is_bound else None,
                prefix=name,
                form_kwargs=own,
                initial=None if self.is_bound else self._rows_kept(name),
            )
            for name, made in SETS.items()
        }

    def _rows_kept(self, name: str) -> list[dict]:
        """The rows of the card as the form shows them."""
        card = self.instance
        if not card.pk:
            return []
        if name in ("inputs", "outputs"):
            direction = Direction.IN if name == "inputs" else Direction.OUT
            flows = card.flows.filter(direction=direction).select_related("item")
            return [{"name": flow.item.name, "party": flow.party} for flow in flows]
        if name == "executors":
            return [{"position": row.position_id} for row in card.executors.all()]
        if name == "documents":
            seen = Document.objects.visible_to(self.reader)
            rows = card.documents.filter(document__in=seen).select_related("document")
            return [{"code": row.document.code} for row in rows]
        if name == "records":
            return [{"index": row.index} for row in card.records.all()]
        fields = ("name", "target", "frequency", "responsible", "method")
        return list(card.indicators.values(*fields))

    def is_valid(self):
        good = super().is_valid()
        bad = [rows for rows in self.sets.values() if not rows.is_valid()]
        for rows in bad if not self._told_of_rows else ():
            self.add_error(
                None, gettext("Look at the rows of “%(title)s”.") % {"title": rows.title}
            )
        self._told_of_rows = True
        return good and not bad

    _told_of_rows = False

    def as_typed(self) -> None:
        """Show what is typed without judging it yet."""
        for form in (self, *(row for rows in self.sets.values() for row in rows.forms)):
            form._errors = forms.utils.ErrorDict(renderer=self.renderer)
        for rows in self.sets.values():
            rows._errors, rows._non_form_errors = [], forms.utils.ErrorList()

    def rows(self) -> dict[str, list[dict]]:
        """The rows as the card keeps them; new things that pass are named now."""
        given = {name: rows.given() for name, rows in self.sets.items()}
        flows = [
            {
                "direction": direction,
                "item": item_named(row.cleaned_data["name"]),
                "party": row.cleaned_data["party"] or TranslatedText(),
            }
            for name, direction in (("inputs", Direction.IN), ("outputs", Direction.OUT))
            for row in given[name]
        ]
        indicators = [
            {
                **{key: row.cleaned_data[key] for key in ("name", "frequency", "responsible")},
                **{key: row.cleaned_data[key] or TranslatedText() for key in ("target", "method")},
            }
            for row in given["indicators"]
        ]
        return {
            "executors": [{"position": row.cleaned_data["position"]} for row in given["executors"]],
            "flows": flows,
            "documents": [{"document": row.document} for row in given["documents"]]
            + self._beyond_reach(),
            "records": [{"index": row.cleaned_data["index"]} for row in given["records"]],
            "indicators": indicators,
        }

    def _beyond_reach(self) -> list[dict]:
        """Documents on the card that this writer may not know of stay on it."""
        if not self.instance.pk:
            return []
        seen = Document.objects.visible_to(self.reader)
        rows = self.instance.documents.exclude(document__in=seen).select_related("document")
        return [{"document": row.document} for row in rows]

    @cached_property
    def suggestions(self) -> dict[str, list]:
        """What the lines of rows propose while one types."""
        from documents.models import ProcessItem  # noqa: PLC0415 -- one question of the page

        found: dict[str, list] = {}
        items = [item.name for item in ProcessItem.objects.visible_to(self.reader)[:SUGGESTED]]
        cards = ProcessCard.objects.in_force_for(self.reader)
        flows = CardFlow.objects.filter(card__in=cards).order_by("pk")[:SUGGESTED]
        parties = [flow.party for flow in flows if flow.party]
        for code, _name in settings.LANGUAGES:
            for key, texts in (("items", items), ("parties", parties)):
                options = {text[code]: "" for text in texts if text.get(code)}
                found[f"{key}-{code}"] = list(options.items())
        documents = readable_beside(self.instance, self.reader).filter(type__is_normative=True)
        found["documents"] = [(d.code, str(d.title)) for d in documents[:SUGGESTED]]
        cases = NomenclatureItem.objects.filter(nomenclature=nomenclature_in_use())
        found["cases"] = [(case.index, str(case.title)) for case in cases[:SUGGESTED]]
        return found
