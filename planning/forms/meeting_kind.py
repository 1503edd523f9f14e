"""Who sits in the meetings of a kind by name; the rest is data of the profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from people.models import Person
from planning.models import MeetingKind


class MembersField(forms.ModelMultipleChoiceField):
    """Several persons, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person) -> str:
        return person.full_name


class KindForm(HouseForm, forms.ModelForm):
    """Members by name, from here and from outside."""

    people = MembersField(
        label=_("Members by name"),
        required=False,
        queryset=Person.objects.none(),
        help_text=_("Besides those who sit in it by position."),
    )

    class Meta:
        model = MeetingKind
        fields = ["people", "is_used"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        here = Person.objects.employees() | Person.objects.filter(is_external=True)
        chosen = self.instance.people.all()
        self.fields["people"].queryset = (here | chosen).distinct().order_by("sorted_as", "pk")
