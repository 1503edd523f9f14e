"""A reward by the results: to whom, which, on what ground (000/2.3)."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.text import has_words
from monitoring.models import Award


class AwardForm(HouseForm, forms.ModelForm):
    """One reward of one participant."""

    class Meta:
        model = Award
        fields = ["participant", "kind", "words", "ground"]
        widgets = {"ground": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "words": _("The prize, the course or the sum; of another reward, what it is."),
            "ground": _("For what: it stands in the order and in the letter of thanks."),
        }

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = self.instance.campaign = campaign
        rows = campaign.participants.exclude(person=None)
        self.fields["participant"].queryset = rows.order_by("number")

    def clean_ground(self):
        ground = self.cleaned_data["ground"].strip()
        if not has_words(ground):
            raise forms.ValidationError(gettext("Say for what."))
        return ground
