"""The form of what a policy takes into account: a group of fields for each line of its type."""

from django import forms
from django.utils.translation import gettext as _

from common.forms import HouseForm
from common.models import Attachment
from documents.models import Access, Consideration, Document, DocumentVersion


class ConsiderationsForm(HouseForm, forms.ModelForm):
    """Evidence for each line, perhaps a document or a file that shows it.

    An empty line may be saved and filled in later. What was taken over from the version before
    is confirmed by a tick or by other words.
    """

    class Meta:
        model = DocumentVersion
        fields: list[str] = []

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        version = self.instance
        self.lines = version.asked_lines()
        self.rows = {(row.kind, row.item): row for row in version.considerations.all()}
        self.documents = Document.objects.visible_to(reader).filter(versions__state="in_force")
        if version.document.access != Access.TOP:
            # More people read the policy than may know of what top management alone reads.
            self.documents = self.documents.exclude(access=Access.TOP)
        files = Attachment.objects.of(version).filter(kind="attachment")
        self.files = [(str(file.uid), file.name) for file in files]
        for number, line in enumerate(self.lines):
            self._add(number, line, self.rows.get((line.kind, line.item)))

    def _add(self, number: int, line, row: Consideration | None) -> None:
        is_provision = line.kind == Consideration.Kind.PROVISION
        self.fields[f"evidence_{number}"] = forms.CharField(
            label=_("Where the text says it") if is_provision else _("What shows it"),
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
            initial=row.evidence if row else "",
        )
        self.fields[f"evidence_{number}"].is_needed_to_send = True
        self.fields[f"document_{number}"] = forms.CharField(
            label=_("Code of a document in force"),
            max_length=60,
            required=False,
            initial=row.document.code if row and row.document else "",
        )
        if self.files:
            self.fields[f"file_{number}"] = forms.ChoiceField(
                label=_("Attached file"),
                choices=[("", "—"), *self.files],
                required=False,
                initial=str(row.file or "") if row else "",
            )
        if row and row.is_suggested:
            self.fields[f"holds_{number}"] = forms.BooleanField(
                label=_("It holds this time too"), required=False
            )

    @property
    def groups(self) -> list[dict]:
        """The fields line by line, for the page."""
        names = ("evidence", "document", "file", "holds")
        return [
            {
                "name": line.name,
                "is_suggested": f"holds_{number}" in self.fields,
                "fields": [
                    self[key] for name in names if (key := f"{name}_{number}") in self.fields
                ],
            }
            for number, line in enumerate(self.lines)
        ]

    def clean(self):
        cleaned = super().clean()
        for number, _line in enumerate(self.lines):
            code = cleaned.get(f"document_{number}", "").strip()
            found = self.documents.filter(code=code).distinct().first() if code else None
            if code and found is None:
                self.add_error(
                    f"document_{number}",
                    _("There is no document in force with this code that its readers may know of."),
                )
            cleaned[f"document_{number}"] = found
            rest = found or cleaned.get(f"file_{number}")
            if rest and not cleaned.get(f"evidence_{number}"):
                self.add_error(f"evidence_{number}", _("Say in words what it shows."))
        return cleaned

    def save(self, commit=True):
        """The version's revision, and a row for each line that is filled in."""
        version = super().save(commit)
        for number, line in enumerate(self.lines):
            self._keep(number, line)
        return version

    def _keep(self, number: int, line) -> None:
        row = self.rows.get((line.kind, line.item))
        given = self.cleaned_data
        evidence = given[f"evidence_{number}"]
        if not evidence:
            if row:
                row.delete()
            return
        values = {
            "name": line.name,
            "evidence": evidence,
            "document": given[f"document_{number}"],
            "file": given.get(f"file_{number}") or None,
        }
        before = row or Consideration(version=self.instance, kind=line.kind, item=line.item)
        untouched = before.evidence == evidence.replace("\r\n", "\n")
        values["is_suggested"] = bool(
            before.is_suggested and untouched and not given.get(f"holds_{number}")
        )
        same = row and all(
            str(getattr(row, key) or "") == str(value or "") for key, value in values.items()
        )
        if same:
            return
        for key, value in values.items():
            setattr(before, key, value)
        before._change_reason = "consider"  # type: ignore[attr-defined]
        before.save()
