"""Forms of the nomenclature of files."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.views.step import StepForm
from documents.models import Nomenclature, NomenclatureItem
from documents.models.closing import counted


class NomenclatureForm(HouseForm, forms.ModelForm):
    """A year, and perhaps the year whose cases it begins with."""

    copy = forms.ModelChoiceField(
        label=_("Begin with the cases of"), queryset=Nomenclature.objects.all(), required=False
    )

    class Meta:
        model = Nomenclature
        fields = ["year"]
        error_messages = {
            "year": {"unique": _("There is a nomenclature of files for this year already.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = Nomenclature.objects.first()
        coming = localdate().year + 1
        self.initial["year"] = min(last.year + 1, coming) if last else localdate().year
        self.initial["copy"] = last

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError(_("Type the year with four digits."))
        if year > localdate().year + 1:
            words = _("Not later than the next year: %(year)s.")
            raise forms.ValidationError(words % {"year": localdate().year + 1})
        return year


class ItemForm(HouseForm, forms.ModelForm):
    """One case (004/4.2.1: title, type and term of keeping)."""

    class Meta:
        model = NomenclatureItem
        fields = ["index", "title", "keep", "years", "article", "carrier", "place", "responsible"]
        help_texts = {"years": _("Needed where it is kept for years.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["years"].is_demanded = True


WRONG_VOLUMES = _("Say how many volumes there are: from 0 to 999.")
VOLUMES = dict.fromkeys(("required", "invalid", "min_value", "max_value"), WRONG_VOLUMES)


class CloseYearForm(StepForm):
    """The closing record: volumes of each case, and which go on in the next year (domain 2.2)."""

    carried = forms.MultipleChoiceField(
        label=_("Carried over into the next year"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = list(counted(self.instance))
        self.fields["carried"].choices = [(str(case.pk), str(case)) for case in self.cases]
        for case in self.cases:
            self.fields[f"volumes_{case.pk}"] = forms.IntegerField(
                label=_("Volumes: %(case)s") % {"case": case},
                min_value=0,
                max_value=999,
                initial=case.last_volume or (1 if case.kept else 0),
                error_messages=VOLUMES,
            )

    def lines(self):
        """Each case with how many volumes it has and whether it goes on, as a row of the table."""
        chosen = [str(key) for key in self["carried"].value() or ()]
        return [
            {
                "case": case,
                "key": str(case.pk),
                "field": self[f"volumes_{case.pk}"],
                "is_carried": str(case.pk) in chosen,
            }
            for case in self.cases
        ]

    def arguments(self):
        given = self.cleaned_data
        return {
            "volumes": {case.pk: given[f"volumes_{case.pk}"] for case in self.cases},
            "carried": [int(key) for key in given["carried"]],
        }
