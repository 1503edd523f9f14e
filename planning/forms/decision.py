"""Forms of a decision: it is done, it is checked, it is not done yet."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_lazy

from common.forms import DateInput, HouseForm
from common.models import Blob
from common.text import has_words
from common.uploads import EvidenceField
from common.views.step import StepForm


class FinishForm(HouseForm, StepForm):
    """On which day it was done, in words or with a file."""

    done_on = forms.DateField(label=gettext_lazy("Done on"), widget=DateInput, initial=localdate)
    note = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Words or a file: at least one of the two."),
    )
    file = EvidenceField(label=gettext_lazy("File"), required=False)

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > localdate():
            raise forms.ValidationError(gettext("The day cannot lie in the future."))
        if day < self.instance.item.meeting.day:
            raise forms.ValidationError(gettext("It was decided after this day."))
        return day

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("file") or has_words(cleaned.get("note", "")) or self.errors):
            self.add_error("note", gettext("Show what was done: a file, or some words."))
        return cleaned

    def arguments(self):
        given = dict(self.cleaned_data)
        file = given.pop("file")
        given["files"] = [(file.name, Blob.store(file.chunks()))] if file else []
        return given


class CheckForm(HouseForm, StepForm):
    """What the chair or the secretary saw, where nobody had noted it as done."""

    note = forms.CharField(
        label=gettext_lazy("What was done"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.done_on:
            del self.fields["note"]


class WhyForm(HouseForm, StepForm):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
