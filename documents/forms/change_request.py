"""Forms of a change request: what, why, with which impact; and the decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.views.step import StepForm
from documents.models import ChangeRequest


class ChangeRequestForm(HouseForm, forms.ModelForm):
    """What is to change, why, and what that touches (004/5.4.2; ISO 9001, 6.3)."""

    class Meta:
        model = ChangeRequest
        fields = [
            *("what", "why", "impact_system", "impact_process", "impact_organisation"),
            "resources",
        ]
        help_texts = {
            "what": _("The clause and what it should say."),
            "impact_system": _("Other documents, policy, objectives; empty if none."),
            "impact_process": _("Which processes work otherwise; empty if none."),
            "impact_organisation": _("Units, positions, powers; empty if none."),
            "resources": _("People, money, time, training; empty if none."),
        }


class DecisionForm(StepForm):
    """Why the request is accepted or rejected."""

    decision = forms.CharField(
        label=_("Ground of the decision"), widget=forms.Textarea(attrs={"rows": 3})
    )
