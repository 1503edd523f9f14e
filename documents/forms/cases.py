"""The cases that records go into, by their years (004/4.2.1)."""

from datetime import date
from itertools import groupby

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from documents.models import Nomenclature, NomenclatureItem


class ByYear(ModelChoiceIterator):
    """Cases under their years; whatever year is not this one says what may lie in it."""

    def __iter__(self):
        yield "", self.field.empty_label
        for year, cases in groupby(self.queryset, key=lambda case: case.nomenclature.year):
            words = str(year)
            if year != localdate().year:
                words = _("%(year)s: only for records of that year") % {"year": year}
            yield words, [self.choice(case) for case in cases]


class CaseField(forms.ModelChoiceField):
    """A case of an approved year: its year, index and title."""

    iterator = ByYear

    def label_from_instance(self, case):
        return f"{case.nomenclature.year} · {case.index} {case.title}"


def open_cases(own: int | None = None):
    """The cases that records are put into: those of approved years that have begun and are not
    closed, and of the next year once this one is; and the one that a record lies in already.
    """
    rows = NomenclatureItem.objects.filter(
        nomenclature__state="approved",
        nomenclature__year__lte=Nomenclature.objects.year_of(localdate()),
    )
    if own:
        rows |= NomenclatureItem.objects.filter(pk=own)
    return rows.select_related("nomenclature").order_by("-nomenclature__year", "sorted_as", "pk")


def wrong_year(case: NomenclatureItem, day: date, covers: tuple[date | None, ...] = ()) -> str:
    """Why what is of this day does not belong into a case; nothing where it does.

    It goes into a case of its own year, or of a year that it covers; where that year is closed, or
    never had cases here, into one of a later year.
    """
    year = case.nomenclature.year
    if year in {day.year, *(one.year for one in covers if one)}:
        return ""
    if open_cases().filter(nomenclature__year=day.year).exists():
        return _("It is dated %(year)s: choose a case of %(year)s.") % {"year": day.year}
    if year < day.year:
        return _("It is dated %(year)s: it cannot lie in a case of %(earlier)s.") % {
            "year": day.year,
            "earlier": year,
        }
    return ""
