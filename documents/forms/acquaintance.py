"""Acquaintance on paper, waived, asked again; and where staff were told."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.working_days import after_working_days
from documents.forms.steps import day_field
from documents.models import Communication
from documents.models.acquaintance import Topic
from documents.models.version import readers
from people.models import Organisation, Person, Unit


class ReadingsField(forms.ModelMultipleChoiceField):
    """Readings still owed, by whom: one box to tick for each."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, reading):
        return reading.person.full_name


class DocumentsField(ReadingsField):
    """The same, by document."""

    def label_from_instance(self, reading):
        return reading.version.headline


class OnPaperForm(HouseForm, forms.Form):
    """Whose signatures stand on the sheet, and the day they signed."""

    readings = ReadingsField(label=_("Who signed the sheet"), queryset=None)
    on = day_field(_("Date on the sheet"), initial=localdate)

    def __init__(self, *args, readings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readings"].queryset = readings


class AcquaintForm(HouseForm, forms.Form):
    """Which documents the newcomer signed for, and the day."""

    readings = DocumentsField(label=_("Acquainted with"), queryset=None)
    on = day_field(_("Date on the sheet"), initial=localdate)

    def __init__(self, *args, readings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readings"].queryset = readings
        self.initial["readings"] = list(readings)


class WaiveForm(HouseForm, forms.Form):
    """Who need not read it, and why."""

    readings = ReadingsField(label=_("Who need not read it"), queryset=None)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, readings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readings"].queryset = readings


class PeopleField(forms.ModelMultipleChoiceField):
    """People by their full names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person):
        return person.full_name


class AskAgainForm(HouseForm, forms.Form):
    """Whom to ask to read it again, by when, and what they are to know."""

    everyone = forms.BooleanField(label=_("Everyone who reads it"), required=False)
    units = forms.ModelMultipleChoiceField(
        label=_("Units"),
        queryset=Unit.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = PeopleField(label=_("People"), queryset=None, required=False)
    due = day_field(_("By the day"))
    topics = forms.MultipleChoiceField(
        label=_("What is to be known"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.readers = readers(version)
        self.fields["people"].queryset = self.readers
        days = Organisation.current().switches.get("reading_days", 5)
        self.initial["due"] = after_working_days(localdate(), days)
        if version.document.type.is_policy:
            self.initial["topics"] = Topic.values

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due < localdate():
            raise forms.ValidationError(_("This day is over already."))
        return due

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.chosen():
            self.add_error("people", _("Choose at least one who reads it."))
        return cleaned

    def chosen(self) -> list[Person]:
        """The people named, those of the units named, or all; only who may read it."""
        given = self.cleaned_data
        if given["everyone"]:
            return list(self.readers)
        named = {person.pk for person in given["people"]}
        posts = Person.objects.filter(appointments__position__unit__in=given["units"])
        found = self.readers.filter(pk__in=named) | self.readers.filter(
            pk__in=posts.employees().values("pk")
        )
        return list(found.distinct())


class TellForm(HouseForm, forms.ModelForm):
    """When, by which channel, in which words."""

    class Meta:
        model = Communication
        fields = ["on", "channel", "words"]
