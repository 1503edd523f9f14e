"""The form of a process card: its eleven fields, five of them as rows (004/4.1)."""

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm, TranslatedInput
from common.models import TranslatedText
from documents.models import CardFlow, Document, NomenclatureItem, ProcessCard, ProcessItem
from documents.models.card_filling import item_named
from documents.models.card_records import nomenclature_in_use

from .card_rows import SETS, readable_beside
from .rows import RowSet

SUGGESTED = 500
Direction = CardFlow.Direction


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
