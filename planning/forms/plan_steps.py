"""What the steps of plans, their lines and amendments ask for."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm
from common.models import Blob
from common.text import has_words
from common.uploads import EvidenceField
from common.views.step import StepForm
from planning import amendment_sources, amendment_things
from planning.models import AmendmentRow, PlanAmendment, PlanLine
from planning.models.plan_data import data_of

from .plan import LineForm


class ReportForm(HouseForm, StepForm):
    """On which day it was done, and words or a file that show it."""

    done_on = forms.DateField(label=_("Done on"), widget=DateInput, initial=localdate)
    account = forms.CharField(
        label=_("What was done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Words or a file: at least one of the two."),
    )
    file = EvidenceField(label=_("File"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["account"] = self.instance.account

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > localdate():
            raise forms.ValidationError(gettext("The day cannot lie in the future."))
        return day

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        shown = cleaned.get("file") or has_words(cleaned.get("account", ""))
        if not (shown or "file" in self.errors or self.instance.attachments.exists()):
            self.add_error("account", gettext("Show what was done: a file, or some words."))
        return cleaned

    def arguments(self):
        given = dict(self.cleaned_data)
        file = given.pop("file")
        given["files"] = [(file.name, Blob.store(file.chunks()))] if file else []
        return given


class SoFarForm(HouseForm, StepForm):
    """What is done so far: in words, with numbers where there are some."""

    account = forms.CharField(
        label=_("What is done so far"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In words; how much of it, if that can be said: half, 60 %, 2 of 3."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["account"] = self.instance.account


class WhyForm(HouseForm, StepForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if not has_words(reason):
            raise forms.ValidationError(gettext("Say why."))
        return reason


class ArchiveForm(HouseForm, StepForm):
    """The summary of the period, beside the figures that the program counts."""

    summary = forms.CharField(
        label=_("Summary"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What was reached, what was not and why, what is carried over."),
    )

    def clean_summary(self):
        summary = self.cleaned_data["summary"]
        if not has_words(summary):
            raise forms.ValidationError(gettext("Sum the period up in some words."))
        return summary

    def arguments(self):
        from planning.plan_report import Report  # noqa: PLC0415 -- it reads the lines

        return self.cleaned_data | {"figures": Report(self.instance).figures()}


class AmendmentForm(HouseForm, forms.ModelForm):
    """Where the amendment comes from, and why the plan is to be changed (000/2.6)."""

    source = forms.ChoiceField(label=_("Where it comes from"))
    thing = forms.ChoiceField(
        label=_("Which one, if it is kept in Sapat"),
        required=False,
        help_text=_("Its number and day are then taken from it; what is not here, say in words."),
    )
    field_order = ["source", "thing"]

    class Meta:
        model = PlanAmendment
        fields = ["source", "source_words", "source_on", "reason"]
        help_texts = {"source_on": _("The day of the meeting, decision or order.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        held, choices = self.instance.source_thing, amendment_things.groups(user)
        key = amendment_things.key_of(held)
        self.initial["thing"] = key or self.initial.get("thing", "")
        if held and key not in [one for _label, rows in choices for one, _words in rows]:
            choices.append((_("Chosen before"), [(key, amendment_things.words_of(held))]))
        self.fields["thing"].choices = [("", "—"), *choices]
        sources = [(one.code, one.label) for one in amendment_sources.all_sources()]
        self.fields["source"].choices = [("", "—"), *sources]

    def clean_source_on(self):
        day = self.cleaned_data["source_on"]
        if day and day > localdate():
            raise forms.ValidationError(gettext("The day cannot lie in the future."))
        return day

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        source = amendment_sources.get(cleaned.get("source", ""))
        self._take_thing(cleaned)
        if source and source.needs_day and not self.instance.source_thing:
            if not cleaned.get("source_on") and "source_on" not in self.errors:
                self.add_error("source_on", gettext("Say of which day it is."))
            if not cleaned.get("source_words", "").strip() and "source_words" not in self.errors:
                self.add_error("source_words", gettext("Say which one: its number or item."))
        return cleaned

    def _take_thing(self, cleaned) -> None:
        """The record that was chosen is kept with the amendment, and says its day."""
        key = cleaned.get("thing", "")
        held = self.instance.source_thing
        thing = held if key == amendment_things.key_of(held) else None
        self.instance.source_thing = thing or amendment_things.find(self.user, key)
        if thing := self.instance.source_thing:
            cleaned["source_on"] = cleaned.get("source_on") or amendment_things.kind_of(thing).day(
                thing
            )


class LineDataForm(LineForm):
    """A line as an amendment is to make it: nothing of the plan changes yet."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def after(self) -> dict:
        """What the line is to say."""
        return data_of(self.instance)


class NewDayForm(HouseForm, forms.Form):
    """Another day for a line, and why."""

    due = forms.DateField(label=_("New day"), widget=DateInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line

    def clean_due(self):
        due, plan = self.cleaned_data["due"], self.line.plan
        if due == self.line.due:
            raise forms.ValidationError(gettext("It has this day already."))
        if not plan.since <= due <= plan.until:
            raise forms.ValidationError(gettext("The day lies outside the period of the plan."))
        return due

    def clean_reason(self):
        if not has_words(self.cleaned_data["reason"]):
            raise forms.ValidationError(gettext("Say why it is moved."))
        return self.cleaned_data["reason"]

    def after(self) -> dict:
        """The line with its new day."""
        return data_of(self.line) | {"due": self.cleaned_data["due"].isoformat()}


class OffForm(HouseForm, forms.Form):
    """Why a line is taken off the plan."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, line, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line

    def clean_reason(self):
        if not has_words(self.cleaned_data["reason"]):
            raise forms.ValidationError(gettext("Say why it is cancelled."))
        return self.cleaned_data["reason"]

    def after(self) -> dict:
        return {}


class ChooseLineForm(HouseForm, forms.Form):
    """Which line the amendment is about."""

    line = forms.ModelChoiceField(label=_("Line of the plan"), queryset=PlanLine.objects.none())

    def __init__(self, *args, amendment, **kwargs):
        super().__init__(*args, **kwargs)
        taken = AmendmentRow.objects.filter(amendment=amendment).exclude(line=None)
        lines = amendment.plan.lines.open().exclude(pk__in=taken.values("line"))
        self.fields["line"].queryset = lines
