"""Records: what they prove, their files, each step of their life (DP-02)."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.models import Blob
from common.uploads import EvidenceField
from common.views.step import StepForm
from documents.codes import find_by_code
from documents.models import Document, FundItem, NomenclatureItem, Process, Record
from documents.models.retention import Keep
from people.forms.colleague import ColleagueField, ColleaguesField
from people.models import Person

from .cases import CaseField, open_cases, wrong_year
from .steps import day_field

REASON_LONGEST = 300


class ManyFiles(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(EvidenceField):
    """Files of any kind but programs; each is stored before the deed begins."""

    def __init__(self, **kwargs):
        super().__init__(widget=ManyFiles(attrs={"multiple": True}), **kwargs)

    def clean(self, data, initial=None):
        files: Any = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [EvidenceField.clean(self, one, initial) for one in files]


def stored(files) -> list[tuple[str, Blob]]:
    """Each file kept, by its name."""
    return [(file.name, Blob.store(file.chunks())) for file in files]


class ReadersField:
    """Who is named, where a thing is open to named readers only."""

    def offer_readers(self) -> None:
        """Colleagues by name."""
        old = self.fields["readers"]
        self.fields["readers"] = ColleaguesField(
            label=old.label,
            queryset=Person.objects.able_to_act(),
            required=False,
            help_text=_("Needed where only named readers read it."),
        )
        self.fields["readers"].is_demanded = True

    def check_readers(self, cleaned) -> None:
        """Named readers are named."""
        if cleaned.get("access") == "named" and not cleaned.get("readers"):
            self.add_error("readers", _("Name at least one reader."))


class RecordForm(ReadersField, HouseForm, forms.ModelForm):
    """What the record is, what it proves, where it lies, its first files."""

    case = CaseField(label=_("Case of the nomenclature"), queryset=NomenclatureItem.objects.none())
    code = forms.CharField(
        label=_("Document that asks for it"),
        required=False,
        max_length=60,
        help_text=_("Its code: a procedure, a process card, a plan, an order."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    files = FilesField(label=_("Files"), required=False)

    class Meta:
        model = Record
        fields = [
            *("title", "case", "proves", "process", "date", "period_from", "period_to"),
            *("fund_item", "carrier", "place", "volume", "sheets"),
            *("access", "readers", "has_personal_data"),
        ]

    field_order = ["title", "case", "proves", "process", "code"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["case"].queryset = open_cases(self.instance.case_id)
        self.fields["process"].queryset = Process.objects.all()
        self.fields["fund_item"].queryset = FundItem.objects.filter(closed_on=None)
        self.fields["proves"].is_demanded = True
        self.fields["proves"].help_text = _(
            "The work that it confirms: by a plan, a process card, a procedure, an order. Needed "
            "where neither the process nor the document is named."
        )
        self.fields["process"].required = self.fields["fund_item"].required = False
        self.offer_readers()
        if self.instance.pk:
            del self.fields["files"]
            self.initial["code"] = self.instance.document and self.instance.document.code
            self.fields["reason"] = forms.CharField(label=_("Reason of the change"), max_length=100)

    def clean_code(self):
        if not (code := self.cleaned_data["code"]):
            self.document = None
            return code
        self.document = find_by_code(Document.objects.visible_to(self.user), code)
        if self.document is None:
            raise forms.ValidationError(gettext("There is no document with this code."))
        return code

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self.check_readers(cleaned)
        self.check_case(cleaned)
        self.instance.document = getattr(self, "document", None)
        self.kept_files = stored(cleaned.get("files") or ()) if not self.errors else []
        return cleaned

    def check_case(self, cleaned) -> None:
        """It lies in a case of its year; one that stays where it lies is not asked."""
        case, day = cleaned.get("case"), cleaned.get("date")
        if (
            not case
            or not day
            or day > localdate()
            or self.instance.pk
            and not {"case", "date"} & {*self.changed_data}
        ):
            return
        covers = cleaned.get("period_from"), cleaned.get("period_to")
        if words := wrong_year(case, day, covers):
            self.add_error("case", words)


class FilesForm(HouseForm, forms.Form):
    """More files for what is still open."""

    files = FilesField(label=_("Files"))


class ReasonStep(StepForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class StoreForm(StepForm):
    """Where it lies."""

    place = forms.CharField(
        label=_("Where it is kept"),
        max_length=200,
        required=False,
        help_text=_("Of a paper: room, cabinet, folder."),
    )
    volume = forms.IntegerField(label=_("Volume"), min_value=1, max_value=999, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.instance.case
        self.initial |= {"place": self.instance.place or str(case.place or "")}
        self.initial["volume"] = self.instance.volume
        self.fields["place"].required = self.instance.is_on_paper


class KeepLongerForm(ReasonStep):
    """The decision of the expert commission."""

    until = day_field(_("Keep until"))
    basis = forms.CharField(
        label=_("Decision of the expert commission"),
        max_length=200,
        help_text=_("Number and date of its protocol."),
    )
    field_order = ["until", "basis", "reason"]


class LoseForm(StepForm):
    """When and how the loss was noticed, and by whom."""

    lost_on = day_field(_("Lost on"), initial=localdate)
    noticed_by = ColleagueField(label=_("Who noticed it"), queryset=Person.objects.none())
    note = forms.CharField(
        label=_("How it was noticed, and what was done"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["noticed_by"].queryset = Person.objects.able_to_act()
        self.initial["noticed_by"] = self.request.user.person


class RestoreForm(StepForm):
    """From where it came back; a file with another hash only as what it is."""

    restored_on = day_field(_("Restored on"), initial=localdate)
    source = forms.CharField(
        label=_("Restored from"),
        max_length=300,
        help_text=_("For example: a backup of that day, the copy of the partner."),
    )
    files = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Each must be the very file that was closed: its hash is compared."),
    )
    other_source = forms.BooleanField(
        label=_("These are other files: restored from another source"), required=False
    )
    reason = forms.CharField(
        label=_("Why the file itself cannot be restored"), max_length=300, required=False
    )

    def arguments(self):
        given = self.cleaned_data
        return given | {"files": stored(given["files"])}


class RetentionForm(HouseForm, forms.Form):
    """Another term of keeping, why, and on what basis."""

    keep = forms.ChoiceField(label=_("Kept"), choices=Keep.choices)
    years = forms.IntegerField(
        label=_("Years"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Needed where it is kept for years."),
    )
    basis = forms.CharField(
        label=_("Basis"), max_length=200, help_text=_("An order, a decision, a law.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["years"].is_demanded = True


class FromPaperForm(HouseForm, forms.Form):
    """The case into which a signed paper goes."""

    case = CaseField(label=_("Case of the nomenclature"), queryset=NomenclatureItem.objects.none())

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["case"].queryset = open_cases()

    def clean_case(self):
        if words := wrong_year(self.cleaned_data["case"], self.day):
            raise forms.ValidationError(words)
        return self.cleaned_data["case"]
