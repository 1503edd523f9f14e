"""Materials: evidence that is no record, until it is made one (003, 3)."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.views.step import StepForm
from documents.models import Material, NomenclatureItem, Process

from .cases import CaseField, open_cases, wrong_year
from .records import FilesField, ReadersField, stored


class MaterialForm(ReadersField, HouseForm, forms.ModelForm):
    """What it is and what it shows; no number, no term."""

    files = FilesField(label=_("Files"), required=False)

    class Meta:
        model = Material
        fields = ["title", "note", "process", "date", "access", "readers"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = Process.objects.all()
        self.offer_readers()
        if self.instance.pk:
            del self.fields["files"]

    def clean_date(self):
        if (day := self.cleaned_data["date"]) > localdate():
            raise forms.ValidationError(_("The day cannot lie in the future."))
        return day

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self.check_readers(cleaned)
        self.kept_files = stored(cleaned.get("files") or ()) if not self.errors else []
        return cleaned


class PromoteForm(StepForm):
    """The case, and the work that it proves."""

    case = CaseField(label=_("Case of the nomenclature"), queryset=NomenclatureItem.objects.none())
    proves = forms.CharField(label=_("What it proves"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = open_cases()

    def clean_case(self):
        if words := wrong_year(self.cleaned_data["case"], self.instance.date):
            raise forms.ValidationError(words)
        return self.cleaned_data["case"]
