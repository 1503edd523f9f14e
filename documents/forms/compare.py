"""Which two versions are compared, and in which language."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """Two of the versions that the reader may see."""

    prefix = None

    def __init__(self, *args, versions, languages, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(v.pk), f"{v.issue}/{v.change} · {v.get_state_display()}") for v in versions]
        names = dict(settings.LANGUAGES)
        self.fields["from"] = forms.ChoiceField(label=_("Earlier version"), choices=choices)
        self.fields["to"] = forms.ChoiceField(label=_("Later version"), choices=choices)
        self.fields["lang"] = forms.ChoiceField(
            label=_("Language of the text"), choices=[(code, names[code]) for code in languages]
        )
