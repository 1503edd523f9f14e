"""The code that papers print below their QR code."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm

CODE = re.compile(r"[0-9a-f]{32}")


class CodeForm(HouseForm, forms.Form):
    """The address or the code as somebody typed it from the paper."""

    code = forms.CharField(
        label=_("Address or code below the QR code"),
        max_length=300,
        help_text=_("The code is the last 32 signs of the address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self):
        found = CODE.findall("".join(self.cleaned_data["code"].split()).lower())
        if not found:
            raise forms.ValidationError(
                _("A code has 32 signs: digits and the Latin letters a to f. Compare it again.")
            )
        return found[-1]
