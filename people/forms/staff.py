"""The list of staff, filled in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.sheets import LARGEST_FILE, SheetRefused, read_sheet
from people.staff_fields import FIELDS


class StaffListForm(HouseForm, forms.Form):
    """The filled-in spreadsheet."""

    file = forms.FileField(
        label=_("Filled-in list"),
        help_text=_("Excel (.xlsx), at most 5000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The list is too large: at most 20 MB."))
        self.data_read = file.read()
        try:
            read_sheet(self.data_read, FIELDS)
        except SheetRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class StaffConfirmForm(forms.Form):
    """Whether the owners of the new accounts hear of them at once."""

    by_letter = forms.BooleanField(
        label=_("Send the invitations by letter now"),
        required=False,
        help_text=_("The links hold for a week. Without the tick nobody is written to yet."),
    )
