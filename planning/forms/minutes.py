"""Forms of the page on which minutes are written while people talk."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm
from common.text import fold
from people.models import Person
from planning.models import AgendaItem, Attendance
from planning.models.agenda_deeds import MINUTES, VOTES


class MinutesForm(HouseForm, forms.ModelForm):
    """What was heard, said and resolved on one item, and how it was voted."""

    is_filter = True  # any of it may be empty: no field says that it is optional

    class Meta:
        model = AgendaItem
        fields = list(MINUTES)
        labels = {
            "heard": _("Heard"),
            "spoke": _("Spoke"),
            "resolved": _("Resolved"),
            "votes_for": _("For"),
            "votes_against": _("Against"),
            "votes_abstained": _("Abstained"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (("heard", 3), ("spoke", 5), ("resolved", 3)):
            self.fields[name].widget.attrs["rows"] = rows
        if self.instance.meeting.rule("form") == "short":
            for name in ("heard", "spoke"):
                self.fields[name].help_text = gettext(
                    "Kept as a note, not printed: the protocol of such a meeting says only what "
                    "was resolved."
                )
        if self.instance.meeting.voting == "none":
            for name in VOTES:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        told = [cleaned.get(name) for name in VOTES if name in self.fields]
        if any(vote is not None for vote in told):
            for name in VOTES:
                cleaned[name] = cleaned.get(name) or 0
        return cleaned

    def typed(self) -> dict:
        """What may be stored: all of it; without the votes where one of them is no number."""
        out = VOTES if set(self.errors) & set(VOTES) else ()
        return {name: self.cleaned_data[name] for name in self.fields if name not in out}

    def _post_clean(self):
        """The deed writes it: the item here stays as it is in the database."""


class DecisionForm(HouseForm, forms.Form):
    """What is to be done, by whom, until when; all by the keyboard."""

    text = forms.CharField(label=_("Decision"), widget=forms.Textarea(attrs={"rows": 2}))
    who = forms.CharField(
        label=_("Responsible"),
        max_length=500,
        help_text=_("Surnames; several are separated by commas."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    due = forms.DateField(label=_("Until"), required=False, widget=DateInput)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_who(self):
        return named(self.cleaned_data["who"], self.meeting)

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and due < self.meeting.day:
            raise forms.ValidationError(gettext("It cannot be due before the meeting."))
        return due


def named(words: str, meeting) -> list[Person]:
    """The persons that a line of names means; of two of one name nobody is guessed."""
    asked = [part.strip() for part in words.replace(";", ",").split(",") if part.strip()]
    here = list(Person.objects.employees(meeting.day).order_by("sorted_as", "pk"))
    found = []
    for part in asked:
        fit = _fitting(part, here)
        fit = fit or _fitting(part, list(Person.objects.search(part)[:20]))
        if len(fit) != 1:
            told = gettext("Several are called “%(name)s”: write the initials too.")
            none = gettext("Nobody here is called “%(name)s”.")
            raise forms.ValidationError((told if fit else none) % {"name": part})
        if fit[0] not in found:
            found.append(fit[0])
    return found


def _fitting(part: str, people: list[Person]) -> list[Person]:
    """Whom a name means: the whole name before a surname, a surname before its beginning."""
    asked = fold(part.replace(".", " "))
    for fits in (
        lambda person: asked in (_plain(person.short_name), _plain(person.full_name)),
        lambda person: asked == _plain(person.surname or person.given),
        lambda person: _plain(person.full_name).startswith(asked),
    ):
        if fit := [person for person in people if fits(person)]:
            return fit
    return []


def _plain(name: str) -> str:
    return " ".join(fold(name.replace(".", " ")).split())


class RecusalForm(HouseForm, forms.Form):
    """Who does not vote on an item, and why."""

    attendance = forms.ModelChoiceField(
        label=_("Who does not take part"), queryset=Attendance.objects.none()
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        out = item.recusals.values("attendance")
        rows = item.meeting.attendance.members().present().exclude(pk__in=out)
        self.fields["attendance"].queryset = rows.select_related("person")


class PresenceForm(forms.Form):
    """One line of the list: here, absent and why, left before which item."""

    presence = forms.ChoiceField(
        choices=[("present", _("Present")), ("absent", _("Absent"))],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(max_length=300, required=False)
    left_at = forms.ModelChoiceField(queryset=AgendaItem.objects.none(), required=False)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, row, items, **kwargs):
        self.row = row
        initial = {"presence": row.presence, "reason": row.reason, "left_at": row.left_at_id}
        initial["was"] = f"{row.presence}|{row.reason}|{row.left_at_id or ''}"
        super().__init__(*args, prefix=f"row{row.pk}", initial=initial, **kwargs)
        self.fields["left_at"].queryset = items
        self.fields["left_at"].choices = [("", "—"), *((one.pk, str(one)) for one in items)]
        self.fields["reason"].widget.attrs["aria-label"] = gettext("Why absent")
        self.fields["left_at"].widget.attrs["aria-label"] = gettext("Left before item")

    @property
    def is_touched(self) -> bool:
        """Whether this hand changed the line; what another changed meanwhile is left as it is."""
        told = self.cleaned_data
        left = told["left_at"].pk if told["left_at"] else ""
        return f"{told['presence']}|{told['reason']}|{left}" != told["was"]
