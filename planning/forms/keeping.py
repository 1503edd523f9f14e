"""Forms about one obligation: its end, its other days, and that something happened."""

import uuid
from datetime import timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import numeric
from common.forms import DateInput, HouseForm

from .duty import new_day

LONGEST_AGO = timedelta(days=366)
LEFT = [
    (
        "drop",
        gettext_lazy("Those due from that day on are no longer needed; those before it stay open"),
    ),
    ("stay", gettext_lazy("They stay open until they are closed one by one")),
    ("miss", gettext_lazy("All of them are noted as missed, with this reason")),
]


class KeepForm(HouseForm, forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(KeepForm):
    """From which day, why, and what becomes of what is open."""

    on = forms.DateField(
        label=gettext_lazy("No longer kept since"), widget=DateInput, initial=localdate
    )
    duties = forms.ChoiceField(
        label=gettext_lazy("Its open duties"),
        choices=LEFT,
        widget=forms.RadioSelect,
        initial="drop",
    )
    field_order = ["on", "duties", "reason"]

    def __init__(self, *args, count, since, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = since
        if not count:
            del self.fields["duties"]
            return
        words = ngettext("%(count)s duty is open.", "%(count)s duties are open.", count)
        self.fields["duties"].help_text = words % {"count": count}

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < self.since:
            words = _("It is kept since %(day)s only.")
            raise forms.ValidationError(words % {"day": numeric(self.since)})
        if day > localdate() + 5 * LONGEST_AGO:
            raise forms.ValidationError(_("This day is more than five years away."))
        return day


class TellForm(HouseForm, forms.Form):
    """What happened and when; the number of the form keeps it from being told twice."""

    words = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=300,
        help_text=gettext_lazy("In a few words: the duty is named by them."),
    )
    on = forms.DateField(label=gettext_lazy("On which day"), widget=DateInput, initial=localdate)
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > localdate():
            raise forms.ValidationError(_("The day cannot lie in the future."))
        if day < localdate() - LONGEST_AGO:
            raise forms.ValidationError(_("This is more than a year ago."))
        return day


class PlanForm(KeepForm):
    """Another day for a time that is not opened yet, and why."""

    due = forms.DateField(label=gettext_lazy("New day"), widget=DateInput)
    field_order = ["due", "reason"]

    def __init__(self, *args, planned, **kwargs):
        super().__init__(*args, **kwargs)
        self.planned = planned

    def clean_due(self):
        day = new_day(self.cleaned_data["due"], self.planned)
        if day == self.planned:
            raise forms.ValidationError(_("This is its day already."))
        return day
