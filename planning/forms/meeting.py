"""Forms of a meeting: what it is, when and where, who chairs; its agenda and its guests."""

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm
from common.uploads import SizedFileField
from common.views.step import StepForm
from people.models import Person
from planning.models import AgendaItem, Attendance, Meeting, MeetingKind
from planning.models.meeting_deeds import FAR


class PersonField(forms.ModelChoiceField):
    """One of those who work here, or sit in a body of the organisation, by the full name."""

    def __init__(self, **kwargs):
        super().__init__(queryset=people_here(), **kwargs)

    def label_from_instance(self, person) -> str:
        return person.full_name


def people_here():
    """Who works here today, and who from outside sits in some kind of meeting."""
    sits = MeetingKind.people.through.objects.values("person")
    here = Person.objects.employees().values("pk")
    return Person.objects.filter(Q(pk__in=here) | Q(pk__in=sits)).order_by("sorted_as", "pk")


class TimeInput(forms.TimeInput):
    """Hours and minutes, picked in the browser's own clock."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class MeetingForm(HouseForm, forms.ModelForm):
    """When and where it is held, who chairs it, who keeps the minutes."""

    chair = PersonField(
        label=_("Chair"),
        required=False,
        empty_label=_("by position"),
        help_text=_("Left empty: whoever holds the position that the kind names."),
    )
    secretary = PersonField(label=_("Secretary"), required=False, empty_label=_("by position"))

    class Meta:
        model = Meeting
        fields = ["kind", "project", "day", "starts", "place", "form", "chair", "secretary"]
        widgets = {"starts": TimeInput}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = MeetingKind.objects.used()
        if not user.has_perm("planning.plan_meetings"):
            kinds = kinds.kept_by(user)
        self.fields["kind"].queryset = kinds
        self.fields["project"].help_text = _("Only for meetings on a project: its name.")

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > localdate() + FAR:
            raise forms.ValidationError(gettext("This day is more than two years away."))
        return day

    def clean(self):
        cleaned = super().clean()
        check_project(self, cleaned.get("kind"), cleaned.get("project", ""))
        return cleaned


def check_project(form, kind, project: str) -> None:
    """Meetings on a project name it, the others none (004/5.2)."""
    if kind and kind.names_project and not project.strip():
        form.add_error("project", gettext("Say of which project it is."))
    elif kind and project.strip() and not kind.names_project:
        form.add_error("project", gettext("Meetings of this kind are not of a project."))


def wrong_end(day, starts, ends) -> str:
    """Why people cannot have risen at this hour: before they sat down, or later than now."""
    if ends and starts and ends < starts:
        return gettext("It cannot end before it begins.")
    now = localtime()
    if ends and day == now.date() and ends > now.time():
        return gettext("This hour has not come yet.")
    return ""


class MeetingEditForm(HouseForm, forms.ModelForm):
    """What may still change; the day is moved by a step of its own, which tells everybody."""

    chair = PersonField(label=_("Chair"))
    secretary = PersonField(label=_("Secretary"))

    class Meta:
        model = Meeting
        fields = ["project", "starts", "ends", "place", "form", "chair", "secretary"]
        widgets = {"starts": TimeInput, "ends": TimeInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.kind.names_project:
            del self.fields["project"]
        if self.instance.state in ("planned", "open"):
            del self.fields["ends"]

    def clean(self):
        cleaned = super().clean()
        if "project" in self.fields:
            check_project(self, self.instance.kind, cleaned.get("project", ""))
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if words := wrong_end(self.instance.day, starts, ends):
            self.add_error("ends", words)
        return cleaned


class ItemForm(HouseForm, forms.ModelForm):
    """One item of the agenda; in Kyrgyz it ends with “жөнүндө”."""

    speaker = PersonField(label=_("Speaker"), required=False, empty_label="—")

    class Meta:
        model = AgendaItem
        fields = ["title", "speaker", "speaker_name", "tag"]
        help_texts = {
            "title": _("In Kyrgyz it ends with “жөнүндө”. The other languages may be empty."),
            "tag": _("The yearly report counts by subject what was put on agendas."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["title"].widget.attrs["data-focus"] = True

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("speaker") and cleaned.get("speaker_name"):
            self.add_error("speaker_name", gettext("Name one speaker: from here or from outside."))
        return cleaned


class GuestForm(HouseForm, forms.ModelForm):
    """Who is asked besides the members: a colleague, or somebody from outside."""

    person = PersonField(label=_("Colleague"), required=False, empty_label="—")
    position = forms.CharField(
        label=_("Position, organisation"),
        max_length=200,
        required=False,
        help_text=_("Only for guests from outside."),
    )

    class Meta:
        model = Attendance
        fields = ["person", "guest"]
        labels = {"guest": _("Guest from outside")}
        help_texts = {
            "guest": _(
                "Stands in the protocol among the invited; neither votes nor signs it. Who votes "
                "and signs is a member: name them on the page of the kind of meetings."
            )
        }

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("person")) == bool(cleaned.get("guest")):
            raise forms.ValidationError(gettext("Name a colleague or a guest, one of the two."))
        return cleaned

    def validate_constraints(self):
        """The deed looks whether they are on the list already."""


class FileForm(HouseForm, forms.Form):
    """A file that goes with the meeting: who may read the meeting may open it."""

    file = SizedFileField(label=_("File"))


class MoveForm(HouseForm, StepForm):
    """Another day, and why; who was asked to come gets a letter."""

    day = forms.DateField(label=_("New day"), widget=DateInput)
    starts = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput)
    place = forms.CharField(label=_("Place or address of the call"), max_length=300, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("day", "starts", "place"):
            self.initial.setdefault(name, getattr(self.instance, name))

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > localdate() + FAR:
            raise forms.ValidationError(gettext("This day is more than two years away."))
        return day


class ReasonForm(HouseForm, StepForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(HouseForm, StepForm):
    """When people rose, and whether it was held at all."""

    ends = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput)
    lacks_quorum = forms.BooleanField(
        label=_("It was not held: there was no quorum"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.state == "open" and self.instance.quorum().is_there:
            del self.fields["lacks_quorum"]
        self.initial.setdefault("ends", self.instance.ends_now())

    def clean_ends(self):
        ends = self.cleaned_data["ends"]
        if words := wrong_end(self.instance.day, self.instance.starts, ends):
            raise forms.ValidationError(words)
        return ends
