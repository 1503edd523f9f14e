"""The list of documents in force and their scans."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.list_forms import ListForm
from documents.paper_fields import FIELDS


class SeveralFiles(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Scans and texts, one by one or in an archive."""

    widget = SeveralFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.txt,.md,.zip"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            return super().clean(None, initial) or []
        return [super(FilesField, self).clean(file, initial) for file in files]


class FilesForm(HouseForm, forms.Form):
    """What goes with the list."""

    files = FilesField(
        label=_("Scans and texts"),
        help_text=_("PDF, JPEG or PNG, and .docx; several files, or one .zip."),
    )


class PapersForm(FilesForm, ListForm):
    """The filled-in list, and perhaps its files at once."""

    sheet_fields = FIELDS
    field_order = ["file", "files"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].required = False


class ConfirmForm(forms.Form):
    """Who imports stands for it."""

    confirmed = forms.BooleanField(
        label=_("I have compared this list and the texts with the signed papers.")
    )
