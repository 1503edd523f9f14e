"""The line in which a duty is closed without leaving the list of what waits."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm


class CloseInPlace(HouseForm, forms.Form):
    """The day it was done, and a line of words that shows it."""

    done_on = forms.DateField(label=_("Done on"), initial=localdate)
    note = forms.CharField(label=_("What was done"), max_length=500)
