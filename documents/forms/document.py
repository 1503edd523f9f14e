"""Forms of a document and its versions."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from common.corrections import ReasonForm
from common.forms import HouseForm
from documents.models import Document, DocumentType, DocumentVersion, Origin


class DocumentForm(HouseForm, ReasonForm):
    """A document under its code (004/2, identification; 000/1.2, basis)."""

    reason_help = _("The document is approved: say why its card changes.")

    class Meta:
        model = Document
        fields = ["type", "code", "title", "basis", "basis_text", "owner", "access", "aliases"]
        help_texts = {
            "code": _("Leave empty to take the next code of this type."),
            "aliases": _("Other names under which people look for it, one a line."),
        }

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        types = DocumentType.objects.filter(children=None)
        self.fields["type"].queryset = types.exclude(origin=Origin.EXTERNAL)
        within_reach = Document.objects.visible_to(reader)
        self.fields["basis"].queryset = within_reach.exclude(pk=self.instance.pk)
        self.fields["basis"].label_from_instance = lambda d: f"{d.code} · {d.title}"
        self.fields["code"].required = False
        self.fields["access"].required = False
        if not self.instance.pk:
            self.fields["access"].choices = [
                ("", _("As the type says")),
                *self.fields["access"].choices,
            ]
            self.initial["access"] = ""

        if self.instance.basis_id and not within_reach.filter(pk=self.instance.basis_id).exists():
            del self.fields["basis"]  # it stays, and this writer does not learn which it is
        if "reason" in self.fields:
            self.fields["code"].disabled = True  # papers in people's hands carry it

    def clean_code(self):
        code = unicodedata.normalize("NFC", self.cleaned_data["code"])
        return "".join(sign for sign in code if unicodedata.category(sign) != "Cf").strip()

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("type")
        if kind and not cleaned.get("code"):
            if kind.code_mask:
                cleaned["code"] = kind.next_code()
            else:
                self.add_error("code", _("This type has no code pattern: type the code."))
        if kind and not cleaned.get("access"):
            cleaned["access"] = kind.access
        return cleaned


class VersionForm(HouseForm, forms.ModelForm):
    """The numbers of a version, and what changed in it."""

    class Meta:
        model = DocumentVersion
        fields = ["issue", "change", "summary"]

    def clean(self):
        cleaned = super().clean()
        last = self.instance.document.versions.exclude(pk=self.instance.pk).first()
        number = (cleaned.get("issue"), cleaned.get("change"))
        if last and None not in number and number <= (last.issue, last.change):
            self.add_error(
                "issue",
                _("There is %(last)s already: the next number must be higher.")
                % {"last": f"{last.issue}/{last.change}"},
            )
        return cleaned
