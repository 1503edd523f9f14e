"""The list of staff, filled in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.list_forms import ListForm
from people.staff_fields import FIELDS


class StaffListForm(ListForm):
    """The filled-in spreadsheet."""

    sheet_fields = FIELDS


class StaffConfirmForm(forms.Form):
    """Whether the owners of the new accounts hear of them at once."""

    by_letter = forms.BooleanField(
        label=_("Send the invitations by letter now"),
        required=False,
        help_text=_("The links hold for a week. Without the tick nobody is written to yet."),
    )
