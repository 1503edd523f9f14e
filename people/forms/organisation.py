"""What the organisation is called, where it is, its emblem."""

from itertools import zip_longest

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import emblem
from common.forms import HouseForm, TranslatedInput
from common.models import Blob
from common.models.translated import TranslatedFormField
from people.models import Organisation
from people.names import normalise_phone


class OrganisationForm(HouseForm, forms.ModelForm):
    """Name, place, ways to reach it, and the emblem that papers carry (004/1)."""

    site = forms.URLField(label=_("Site"), required=False, assume_scheme="https")
    original_language = forms.ChoiceField(
        label=_("Language of the originals"),
        choices=settings.LANGUAGES,
        help_text=_("The text of a document in this language is the one that counts."),
    )
    picture = forms.FileField(
        label=_("Emblem"),
        required=False,
        help_text=_("PNG or JPEG, at most 2 MB. It stands above the menu and on papers."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    above = TranslatedFormField(
        label=_("Above the name on papers"),
        required=False,
        max_length=600,
        help_text=_("The ministry, the organisation above yours: each on a line of its own."),
    )
    no_picture = forms.BooleanField(label=_("Without an emblem"), required=False)

    class Meta:
        model = Organisation
        fields = [
            *("name", "short_name", "place", "address", "registration"),
            *("phone", "email", "site", "original_language"),
        ]
        help_texts = {
            "name": _("As it is registered; it heads every paper."),
            "short_name": _("Stands above the menu."),
            "place": _("As papers write it: Бишкек ш."),
            "registration": _("When and where it was registered, in a sentence."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.emblem_id is None:
            del self.fields["no_picture"]
        if not any("organisation" in row for row in self.instance.header.get("rows", [])):
            del self.fields["above"]  # the head that comes with the program has no such lines
            return
        self.fields["above"].widget = TranslatedInput(
            settings.LANGUAGES, required=False, multiline=True
        )
        lines = self.instance.header.get("above", [])
        self.initial["above"] = {
            code: "\n".join(line.get(code, "") for line in lines).strip()
            for code, _name in settings.LANGUAGES
        }

    def clean_phone(self):
        return normalise_phone(self.cleaned_data["phone"])

    def clean_picture(self):
        file = self.cleaned_data["picture"]
        if not file:
            return None
        if file.size > emblem.LARGEST_FILE:
            raise ValidationError(_("The picture is too large: at most 2 MB."))
        return emblem.redraw(file.read())

    def clean_above(self):
        """Line by line; a language that has fewer lines goes without the rest."""
        given = {code: text.split("\n") for code, text in self.cleaned_data["above"].items()}
        lines = [
            {code: words for code, words in zip(given, line, strict=True) if words}
            for line in zip_longest(*(map(str.strip, text) for text in given.values()))
        ]
        if any(not line.get("ky") for line in lines):
            raise ValidationError(_("Every line needs its Kyrgyz words."))
        self.instance.header = {**self.instance.header, "above": lines}
        return self.cleaned_data["above"]

    def keep_picture(self) -> None:
        """Store the new emblem, before the deed that links to it."""
        if drawn := self.cleaned_data.get("picture"):
            self.instance.emblem = Blob.store([drawn])
        elif self.cleaned_data.get("no_picture"):
            self.instance.emblem = None
