"""Forms of the nomenclature of files."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from documents.models import Nomenclature, NomenclatureItem


class NomenclatureForm(HouseForm, forms.ModelForm):
    """A year, and perhaps the year whose cases it begins with."""

    copy = forms.ModelChoiceField(
        label=_("Begin with the cases of"), queryset=Nomenclature.objects.all(), required=False
    )

    class Meta:
        model = Nomenclature
        fields = ["year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = Nomenclature.objects.first()
        self.initial["year"] = last.year + 1 if last else localdate().year
        self.initial["copy"] = last

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError(_("Type the year with four digits."))
        return year


class ItemForm(HouseForm, forms.ModelForm):
    """One case (004/4.2.1: title, type and term of keeping)."""

    class Meta:
        model = NomenclatureItem
        fields = ["index", "title", "keep", "years", "article", "carrier", "place", "responsible"]
