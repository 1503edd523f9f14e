"""What the protocol of a commission asks for: its number and day, who attended, what was said; the
nominations that the commission determines (000/4.3, 4.4).
"""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from monitoring.models import CommissionProtocol, Direction, Nomination, Participant
from monitoring.scoring_rules import PRIZES
from people.models import Person


class PeopleField(forms.ModelMultipleChoiceField):
    """Employees, each with a box to tick, by the full name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person) -> str:
        return person.full_name


class ProtocolForm(HouseForm, forms.ModelForm):
    """When and where the commission met, who of the employees came, what was discussed."""

    present = PeopleField(
        label=_("Employees who attended"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Every employee may take part in the work of the commission."),
    )

    class Meta:
        model = CommissionProtocol
        fields = ["number", "day", "place", "present", "heard"]
        widgets = {"heard": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        members = campaign.members.active().values("person")
        people = Person.objects.employees().exclude(pk__in=members)
        self.fields["present"].queryset = people.order_by("sorted_as", "pk")

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        others = CommissionProtocol.objects.filter(
            campaign__kind=self.campaign.kind, campaign__year=self.campaign.year, number=number
        )
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(gettext("There is a protocol of this number already."))
        return number

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > localdate():
            raise forms.ValidationError(gettext("The day cannot lie in the future."))
        if day < self.campaign.starts_on:
            raise forms.ValidationError(gettext("The work of the commission began later."))
        return day


class ParticipantsField(forms.ModelMultipleChoiceField):
    """Those who compete, each with a box to tick, by number and name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, participant) -> str:
        post = f", {participant.detail}" if participant.detail else ""
        return f"{participant.number}. {participant.name}{post}"


class NominationForm(HouseForm, forms.ModelForm):
    """A nomination in a direction of the work, to whom and why; to nobody: not awarded."""

    participants = ParticipantsField(
        label=_("To whom"),
        queryset=Participant.objects.none(),
        required=False,
        help_text=_("Nobody: the nomination is not awarded."),
    )

    class Meta:
        model = Nomination
        fields = ["title", "direction", "participants", "ground"]
        widgets = {"ground": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.fields["direction"].queryset = Direction.objects.all()
        rows = campaign.participants.competing().filter(left_on=None)
        self.fields["participants"].queryset = rows

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        chosen = list(cleaned.get("participants") or ())
        rules = self.campaign.scoring
        if chosen and not rules.several_nominations:
            others = self.campaign.nominations.exclude(pk=self.instance.pk)
            twice = [str(one) for one in chosen if others.filter(participants=one).exists()]
            if twice:
                words = gettext("By the rules nobody has two nominations: %(names)s.")
                self.add_error("participants", words % {"names": ", ".join(twice)})
        if chosen and not rules.winners_nominated:
            result = self.campaign.results.current().first()
            placed = result.rows.filter(participant__in=chosen, place__lte=PRIZES) if result else ()
            names = ", ".join(str(row.participant) for row in placed)
            if names:
                words = gettext("By the rules winners get no nomination besides: %(names)s.")
                self.add_error("participants", words % {"names": names})
        return cleaned
