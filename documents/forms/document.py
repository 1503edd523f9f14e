"""Forms of a document and its versions."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from common.corrections import ReasonForm
from common.forms import HouseForm
from documents.models import Concerns, Document, DocumentType, DocumentVersion

ABOUT = {
    Concerns.UNIT: _("Documents of this type are each about one unit: say which."),
    Concerns.POSITION: _("Documents of this type are each about one position: say which."),
}


def asked_for(query) -> dict[str, str]:
    """What a link to the form of a new document already knows: type, unit, position, title."""
    known = {
        key: query[key] for key in ("type", "unit", "position") if query.get(key, "").isdecimal()
    }
    if query.get("code"):
        known["code"] = query["code"][:60]
    if query.get("title"):
        known["title"] = {"ky": query["title"][:300]}
    return known


class DocumentForm(HouseForm, ReasonForm):
    """A document under its code (004/2, identification; 000/1.2, basis)."""

    reason_help = _("The document is approved: say why its card changes.")

    class Meta:
        model = Document
        fields = [
            *("type", "unit", "position", "code", "title", "basis", "basis_text", "owner"),
            *("access", "aliases"),
        ]
        help_texts = {
            "code": _("Leave empty to take the next code of this type."),
            "aliases": _("Other names under which people look for it, one a line."),
        }

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = DocumentType.objects.filter(children=None)
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
        self._offer_what_it_is_about()
        if "reason" in self.fields:
            self.fields["code"].disabled = True  # papers in people's hands carry it

    def _offer_what_it_is_about(self):
        """Unit and position are asked only where some type is about one (003/5.4.3)."""
        types = DocumentType.objects.filter(children=None).exclude(concerns="")
        for concern in Concerns.values:
            names = [str(kind) for kind in types if kind.concerns == concern]
            if names:
                told = _("Only for: %(types)s.") % {"types": ", ".join(names)}
                self.fields[concern].help_text = told
            elif not getattr(self.instance, f"{concern}_id"):
                del self.fields[concern]

    def _check_what_it_is_about(self, kind, cleaned):
        for concern in set(Concerns.values) & set(self.fields):
            if kind.concerns != concern:
                cleaned[concern] = None
            elif not cleaned.get(concern) and concern not in self.errors:
                self.add_error(concern, ABOUT[concern])

    def clean_code(self):
        code = unicodedata.normalize("NFC", self.cleaned_data["code"])
        return "".join(sign for sign in code if unicodedata.category(sign) != "Cf").strip()

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("type")
        if kind:
            self._check_what_it_is_about(kind, cleaned)
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
