"""Forms of a duty: what shows that it is done, why it was missed, its other day."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.forms import DateInput, HouseForm
from common.models import Blob
from common.text import has_words
from common.uploads import EvidenceField
from common.views.step import StepForm
from people.forms.colleague import ColleagueField
from people.models import Person
from planning.naming import find_record

LONG_BEFORE = timedelta(days=366)
FAR = timedelta(days=732)


class CloseForm(HouseForm, StepForm):
    """On which day it was done, and at least one thing that shows it."""

    done_on = forms.DateField(label=gettext_lazy("Done on"), widget=DateInput, initial=localdate)
    note = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Words, a record or a file: at least one of the three."),
    )
    record = forms.CharField(
        label=gettext_lazy("Record"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The code of a document, or the address of its page in Sapat."),
    )
    file = EvidenceField(label=gettext_lazy("File"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_restricted:
            self.fields["file"].help_text = _("Every employee can open it.")

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > localdate():
            raise forms.ValidationError(_("The day cannot lie in the future."))
        if day < self.instance.starts - LONG_BEFORE:
            words = _("It opened on %(day)s: this day is too long before.")
            raise forms.ValidationError(words % {"day": numeric(self.instance.starts)})
        return day

    def clean_record(self):
        words = self.cleaned_data["record"].strip()
        if not words:
            return None
        found = find_record(words, self.request.user)
        if found is None or found == self.instance:
            raise forms.ValidationError(_("No such record that you may see was found."))
        return found

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        shown = cleaned.get("record") or cleaned.get("file")
        shown = shown or has_words(cleaned.get("note", ""))
        wrong = {"record", "file"} & set(self.errors)
        if not (shown or wrong or self.instance.attachments.exists()):
            self.add_error("note", _("Show what was done: a file, a record, or some words."))
        return cleaned

    def arguments(self):
        given = dict(self.cleaned_data)
        file = given.pop("file")
        given["files"] = [(file.name, Blob.store(file.chunks()))] if file else []
        return given


class ReasonForm(HouseForm, StepForm):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def new_day(value, planned):
    """A new day that is neither past nor years away."""
    if value < localdate():
        raise forms.ValidationError(_("The new day cannot lie in the past."))
    if value > max(planned, localdate()) + FAR:
        raise forms.ValidationError(_("This day is more than two years away."))
    return value


class MoveForm(HouseForm, forms.Form):
    """Another day, and why (education 3.25)."""

    due = forms.DateField(label=gettext_lazy("New day"), widget=DateInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, planned, **kwargs):
        super().__init__(*args, **kwargs)
        self.planned = planned

    def clean_due(self):
        return new_day(self.cleaned_data["due"], self.planned)


class GiveForm(HouseForm, forms.Form):
    """To whom it is given; nobody takes it back to whoever answers by power or position."""

    to = ColleagueField(
        label=gettext_lazy("Who does it"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("whoever answers for it"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.able_to_act()
