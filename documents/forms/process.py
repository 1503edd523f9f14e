"""Forms of the register of processes (004/4.1; 003/5.4.2)."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from documents.models import Document, Form, Process, ProcessItem
from documents.models.card_filling import find_item


class ProcessForm(HouseForm, forms.ModelForm):
    """A process or a group of them, with who answers for it."""

    class Meta:
        model = Process
        fields = [
            *("number", "name", "is_group", "parent", "level", "unit"),
            *("owner", "head", "criteria", "document"),
        ]
        help_texts = {
            "number": _("Of the register of processes; it may equal the code of a document."),
            "is_group": _("It only holds processes together."),
            "unit": _("Needed for a process of a unit."),
            "document": _("A document that is there already and is written as a process card."),
        }

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.instance
        self.fields["parent"].queryset = Process.objects.filter(closed_on=None).exclude(pk=own.pk)
        cards = Document.objects.visible_to(reader).filter(type__form=Form.PROCESS_CARD)
        self.fields["document"].queryset = cards.filter(process=None)
        self.fields["document"].label_from_instance = lambda d: f"{d.code} · {d.title}"
        for name in ("owner", "head"):
            self.fields[name].empty_label = _("not appointed")
        if own.document_id:
            del self.fields["document"]  # a card stays the card of its process
        if own.pk and (card := own.card_in_force()) and not card.version.document.is_restricted:
            for name in ("owner", "head", *(["criteria"] if card.criteria else [])):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("As the card in force says: change the card.")

    def clean_number(self):
        number = unicodedata.normalize("NFC", self.cleaned_data["number"])
        return "".join(sign for sign in number if unicodedata.category(sign) != "Cf").strip()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_group"):
            for name in ("owner", "head", "unit", "document"):
                if cleaned.get(name):
                    self.add_error(
                        name, _("A group only holds processes together: leave it empty.")
                    )
        return cleaned


class ItemForm(HouseForm, forms.ModelForm):
    """What a thing that passes between processes is called."""

    class Meta:
        model = ProcessItem
        fields = ["name"]

    def clean_name(self):

        name = self.cleaned_data["name"]
        other = find_item(name)
        if other and other != self.instance:
            raise forms.ValidationError(_("Something else is called so already."))
        return name
