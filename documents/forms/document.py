"""Forms of a document and its versions."""

from django import forms
from django.core.validators import MinValueValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.corrections import ReasonForm
from common.forms import HouseForm
from common.lookalikes import clean_code
from documents.models import (
    ChangeRequest,
    Concerns,
    Document,
    DocumentType,
    DocumentVersion,
    Origin,
)

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
    names = (("ky", "title"), ("ru", "title_ru"), ("en", "title_en"))
    if titles := {code: query[key][:300] for code, key in names if query.get(key)}:
        known["title"] = titles
    return known


class DocumentForm(HouseForm, ReasonForm):
    """A document under its code (004/2, identification; 000/1.2, basis)."""

    reason_help = _("The document is approved: say why its card changes.")

    class Meta:
        model = Document
        fields = [
            *("type", "unit", "position", "code", "title", "basis", "basis_text", "owner"),
            *("access", "aliases", "review_months"),
        ]
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
        return clean_code(self.cleaned_data["code"])

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


def on_its_way_words(version) -> str:
    """Why no further version is begun yet."""
    words = _("%(version)s is on its way (%(state)s): finish or take that one back first.")
    return words % {"version": version, "state": version.get_state_display()}


def tell_least(issue) -> None:
    """Issues are counted from one; a change may be nought."""
    issue.min_value = 1
    issue.validators.append(MinValueValidator(1))
    issue.widget.attrs["min"] = 1


class VersionForm(HouseForm, forms.ModelForm):
    """The numbers of a version, what changed in it, until when it holds, what it answers."""

    requests = forms.ModelMultipleChoiceField(
        label=_("Change requests"),
        queryset=ChangeRequest.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The accepted requests that this version carries out."),
    )

    class Meta:
        model = DocumentVersion
        fields = ["issue", "change", "summary", "valid_until"]

    def __init__(self, *args, document=None, **kwargs):
        super().__init__(*args, **kwargs)
        version = self.instance
        if "issue" in self.fields:
            tell_least(self.fields["issue"])
        if document is not None:
            version.document = document
        free = ChangeRequest.objects.free_for(version)
        if free.exists():
            self.fields["requests"].queryset = free
            self.fields["requests"].label_from_instance = lambda r: f"№ {r.pk} · {r.what}"
            if version.pk:
                self.initial["requests"] = version.requests.values_list("pk", flat=True)
            elif len(free) == 1:
                self.initial["requests"] = [free[0].pk]
        else:
            del self.fields["requests"]

    def clean_valid_until(self):
        until = self.cleaned_data["valid_until"]
        if until and until < localdate():
            raise forms.ValidationError(_("This day is past."))
        return until

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk and (other := self.instance.document.version_on_its_way()):
            self.add_error(None, on_its_way_words(other))
        last = self.instance.document.versions.exclude(pk=self.instance.pk).first()
        number = (cleaned.get("issue"), cleaned.get("change"))
        if last and None not in number and number <= (last.issue, last.change):
            self.add_error(
                "issue",
                _("There is %(last)s already: the next number must be higher.")
                % {"last": f"{last.issue}/{last.change}"},
            )
        return cleaned

    def carry(self, by) -> None:
        """Let the version carry the requests chosen, and no others."""
        if "requests" not in self.cleaned_data:
            return
        chosen = set(self.cleaned_data["requests"])
        held = set(self.instance.requests.filter(state="accepted"))
        for request in sorted(held ^ chosen, key=lambda one: one.pk):
            request.be_carried_by(self.instance if request in chosen else None, by=by)


class NextVersionForm(VersionForm):
    """A further version: a change of the issue or a new issue, the numbers follow (001, header).

    A change raises the number of the change; a new issue begins with change 0.
    """

    kind = forms.ChoiceField(label=_("What is written"), widget=forms.RadioSelect, choices=[])
    field_order = ["kind", "requests", "summary", "valid_until"]

    class Meta(VersionForm.Meta):
        fields = ["summary", "valid_until"]

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, document=document, **kwargs)
        newest = document.newest_version()
        self.numbers = {
            "change": (newest.issue, newest.change + 1),
            "issue": (newest.issue + 1, 0),
        }
        words = {
            "change": _("A change: change %(change)s of issue %(issue)s"),
            "issue": _("A new issue: issue %(issue)s, change %(change)s"),
        }
        self.fields["kind"].choices = [
            (kind, words[kind] % {"issue": issue, "change": change})
            for kind, (issue, change) in self.numbers.items()
        ]
        usual = "issue" if document.type.is_yearly else "change"  # a new year is a new issue
        self.initial.setdefault("kind", usual)
        if self.is_bound and not self.data.get("kind"):
            self.data = self.data.copy()
            self.data["kind"] = usual  # what is usual, where a form was sent without it

    def clean(self):
        cleaned = super().clean()
        if kind := cleaned.get("kind"):
            self.instance.issue, self.instance.change = self.numbers[kind]
        return cleaned
