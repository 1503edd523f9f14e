"""The form that takes a filled-in list, and what is asked before it is written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.sheet_files import check_name
from common.sheets import LARGEST_FILE, SheetRefused, read_sheet


class ListForm(HouseForm, forms.Form):
    """The filled-in spreadsheet of one kind of list: ``sheet_fields`` are its columns."""

    sheet_fields: list = []

    file = forms.FileField(
        label=_("Filled-in list"),
        help_text=_("Excel (.xlsx) or .csv, at most 5000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The list is too large: at most 20 MB."))
        self.data_read = file.read()
        try:
            check_name(file.name, self.data_read)
            read_sheet(self.data_read, self.sheet_fields)
        except SheetRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class RegisterForm(ListForm):
    """The list of a register: which one, its page says."""

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet_fields = columns


class ReasonForm(forms.Form):
    """Why approved things change: kept in the field history of each."""

    reason = forms.CharField(
        label=_("Reason of the change"),
        max_length=100,
        help_text=_("Some of what changes is approved or registered: say why."),
    )
