"""What the pages of protocols ask for: another opinion, a correction, items of an extract."""

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm
from common.text import has_words


class DissentForm(HouseForm, forms.Form):
    """A member’s other opinion, in their own words."""

    text = forms.CharField(
        label=_("Dissenting opinion"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("With which decision you do not agree, and why. It cannot be changed later."),
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not has_words(text):
            raise forms.ValidationError(_("Write your opinion in words."))
        return text


class CorrectForm(HouseForm, forms.Form):
    """When people meet about it, and what is corrected."""

    day = forms.DateField(label=_("Date"), widget=DateInput, initial=localdate)
    correction = forms.CharField(
        label=_("What is corrected"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the signed protocol says, and what is right."),
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < localdate():
            raise forms.ValidationError(_("The day cannot lie in the past."))
        return day


class ExtractForm(HouseForm, forms.Form):
    """Which items, in which language."""

    items = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("protocol", "Items"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one item.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[one for one in settings.LANGUAGES if one[0] != "en"]
    )

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        language = get_language()
        self.initial["language"] = language if language in ("ky", "ru") else "ky"
