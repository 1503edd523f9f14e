"""Hanging a signature file on a kept paper."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.detached import LIMIT, SignatureRefused, read_detached
from common.forms import HouseForm
from common.models.file import FileAltered


class SignatureForm(HouseForm, forms.Form):
    """Which paper was signed, and the signature: it is compared with the paper before it stays."""

    language = forms.ChoiceField(label=_("Which paper was signed"), choices=())
    file = forms.FileField(
        label=_("Signature file"),
        help_text=_("A detached signature over the sealed PDF: .p7s, .sig or .sgn."),
        widget=forms.FileInput(attrs={"accept": ".p7s,.sig,.sgn,.p7m"}),
    )

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = {paper.language: paper for paper in papers}
        names = dict(settings.LANGUAGES)
        choices = [(code, f"{paper.name} ({names[code]})") for code, paper in self.papers.items()]
        self.fields["language"].choices = choices
        if len(choices) == 1:
            self.fields["language"].widget = forms.HiddenInput()
            self.initial["language"] = choices[0][0]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(_("A signature file is smaller than 1 MB."))
        return file

    def clean(self):
        cleaned = super().clean()
        if "file" in cleaned and "language" in cleaned:
            self.paper = self.papers[cleaned["language"]]
            try:
                self.found = read_detached(cleaned["file"].read(), self.paper.blob.read())
            except SignatureRefused as refusal:
                self.add_error("file", str(refusal))
            except (OSError, FileAltered):
                self.add_error(None, _("The kept paper cannot be read: tell the administrator."))
        return cleaned
