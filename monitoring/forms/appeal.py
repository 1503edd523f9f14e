"""An objection to one's own result; who hears it; what they decide (000/4.3; peers 18)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.text import has_words
from common.views.step import StepForm
from people.models import Person

from .protocol import PeopleField


class AppealForm(HouseForm, forms.Form):
    """With what one does not agree, and why."""

    text = forms.CharField(
        label=_("Objection"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("With what you do not agree, and why; which material should be looked at."),
    )

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if not has_words(text):
            raise forms.ValidationError(_("Say with what you do not agree, and why."))
        return text


class PanelForm(HouseForm, StepForm):
    """Employees who did not score it, and whose result it is not."""

    panel = PeopleField(
        label=_("Who hears it"),
        queryset=Person.objects.none(),
        help_text=_("Nobody of the commission, and not whose result it is."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        one = self.instance.participant
        barred = {*one.campaign.members.values_list("person", flat=True), one.person_id}
        people = Person.objects.employees().filter(user__isnull=False).exclude(pk__in=barred)
        self.fields["panel"].queryset = people.order_by("sorted_as", "pk")

    def arguments(self):
        return {"panel": list(self.cleaned_data["panel"])}


class DecisionForm(HouseForm, StepForm):
    """What was decided, and why."""

    decision = forms.CharField(
        label=_("Decision and reasons"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Whose result it is gets these words by letter."),
    )

    def clean_decision(self):
        text = self.cleaned_data["decision"].strip()
        if not has_words(text):
            raise forms.ValidationError(_("Say why."))
        return text
