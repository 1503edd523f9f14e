"""What is typed about working days."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.forms import HouseForm
from common.models import SpecialDay


class DayForm(HouseForm, forms.ModelForm):
    """One special day; what a hand wrote the program's list overwrites no more."""

    class Meta:
        model = SpecialDay
        fields = ["day", "kind", "name", "is_expected", "basis"]

    def save(self, commit=True):
        self.instance.is_filled = False
        return super().save(commit)


class FillForm(HouseForm, forms.Form):
    """Which days of the program's list are taken over; ``seen`` is what was shown."""

    new = forms.MultipleChoiceField(label=_("New"), required=False)
    changed = forms.MultipleChoiceField(label=_("Otherwise in the list"), required=False)
    gone = forms.MultipleChoiceField(
        label=_("Not in the list any more"),
        required=False,
        help_text=_("A ticked day is taken off the calendar."),
    )
    offered = forms.MultipleChoiceField(
        label=_("Taken off or moved by hand before"),
        required=False,
        help_text=_("Tick it only if it is to stand there again."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        rows = {
            "new": [(one.day, of_list(one)) for one in plan.new],
            "changed": [(one.day, f"{of_list(old)} → {of_list(one)}") for old, one in plan.changed],
            "gone": [(one.day, of_list(one)) for one in plan.gone],
            "offered": [(one.day, of_list(one)) for one in plan.offered],
        }
        for name, found in rows.items():
            if not found:
                del self.fields[name]
                continue
            field = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple()
            field.choices = [(day.isoformat(), words) for day, words in found]
            if name != "offered":
                field.initial = [day.isoformat() for day, _words in found]
        self.fields["seen"].initial = plan.digest
        self.groups = rows

    def days(self) -> set[date]:
        """The days that are taken over."""
        wanted = {one for name in self.groups for one in self.cleaned_data.get(name) or ()}
        return {date.fromisoformat(one) for one in wanted}


def of_list(one) -> str:
    """A special day in one line: 09.03.2027, Орозо айт, day off, expected."""
    words = [numeric(one.day), str(one.name), str(SpecialDay.Kind(one.kind).label).lower()]
    return ", ".join(words + [str(_("expected"))] * one.is_expected)
