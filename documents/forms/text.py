"""Bringing in a text from a file, or typing it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.uploads import SizedFileField
from documents.content.blocks import sanitise
from documents.content.importing import ImportRefused, import_text
from documents.forms.widgets import EditorWidget
from documents.models import VersionText
from documents.models.worded import ORIGINALS


class ImportForm(HouseForm, forms.Form):
    """A file with the text: .docx, .txt or .md (004/4.2.3)."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    file = SizedFileField(
        label=_("File"),
        help_text=_("Word (.docx), plain text (.txt) or Markdown (.md)."),
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.imported = import_text(file.name, file.read())
        except ImportRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class TextForm(forms.ModelForm):
    """The text itself, in the editor."""

    class Meta:
        model = VersionText
        fields = ["html"]
        widgets = {"html": EditorWidget}

    def clean_html(self):
        """An emptied translation is taken away; the original, and what is new, is never empty."""
        html = self.cleaned_data["html"]
        self.is_emptied = not sanitise(html)
        if self.is_emptied and self.instance._state.adding:
            raise forms.ValidationError(_("Nothing is written here yet."))
        if self.is_emptied and self.instance.is_original:
            raise forms.ValidationError(ORIGINALS)
        return html


class AttachForm(HouseForm, forms.Form):
    """A file that goes with the version and is signed with it."""

    file = SizedFileField(label=_("File"))
