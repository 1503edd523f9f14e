"""What the commission proposes, and what becomes of it (000/2.4, 2.6)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.text import has_words
from common.views.step import StepForm
from monitoring.models import Proposal
from planning.models import PlanAmendment


class ProposalForm(HouseForm, forms.ModelForm):
    """One proposal for better work, perhaps in a direction of it."""

    class Meta:
        model = Proposal
        fields = ["text", "direction"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if not has_words(text):
            raise forms.ValidationError(_("Write the proposal in words."))
        return text


class ReasonForm(HouseForm, StepForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if not has_words(reason):
            raise forms.ValidationError(_("Say why."))
        return reason


class EnterForm(HouseForm, StepForm):
    """The accepted amendment that carries it."""

    amendment = forms.ModelChoiceField(label=_("Amendment of the work plan"), queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = PlanAmendment.objects.visible_to(self.request.user).filter(state="approved")
        day = self.instance.campaign.meeting and self.instance.campaign.meeting.day
        rows = rows.filter(approved_at__date__gte=day) if day else rows
        self.fields["amendment"].queryset = rows.select_related("plan__kind").distinct()
