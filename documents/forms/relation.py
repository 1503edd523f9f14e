"""The form that relates two documents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from documents.codes import find_by_code
from documents.models import Document, DocumentRelation


class RelationForm(HouseForm, forms.Form):
    """Which document this one names, and how."""

    kind = forms.ChoiceField(
        label=_("Relation"),
        choices=DocumentRelation.Kind.choices,
        widget=forms.RadioSelect,
        initial=DocumentRelation.Kind.REFERS,
    )
    other = forms.CharField(
        label=_("Code of the other document"),
        max_length=60,
        help_text=_("A gap for the dash and small letters do no harm."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, reader, **kwargs):
        self.reader = reader
        super().__init__(*args, **kwargs)

    def clean_other(self):
        found = find_by_code(Document.objects.visible_to(self.reader), self.cleaned_data["other"])
        if found is None:
            raise forms.ValidationError(_("There is no document with this code."))
        return found
