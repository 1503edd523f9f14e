"""Forms of a review: what calls for it, and the verdict."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.views.step import StepForm
from common.working_days import after_working_days
from documents.models import DocumentReview
from documents.models.review import REVIEW_DAYS

from .steps import day_field

Occasion = DocumentReview.Occasion


class ReviewForm(HouseForm, forms.Form):
    """A review out of turn: its occasion, its cause in words, its day (004/4.2.2)."""

    occasion = forms.ChoiceField(
        label=_("Occasion"),
        choices=[
            (occasion.value, occasion.label)
            for occasion in Occasion
            if occasion not in (Occasion.PLANNED, Occasion.EXTERNAL, Occasion.RELATED)
        ],
        widget=forms.RadioSelect,
        initial=Occasion.NEED,
    )
    cause_text = forms.CharField(
        label=_("Cause"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What calls for it: the finding, the action, the new requirement."),
    )
    due = day_field(_("Due"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("due", after_working_days(localdate(), REVIEW_DAYS))

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due < localdate():
            raise forms.ValidationError(_("This day is past."))
        return due


class FinishForm(StepForm):
    """What became of the review."""

    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=DocumentReview.Verdict.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was found"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("To revise or to withdraw: say what is wrong and what is to change."),
    )

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict and verdict != DocumentReview.Verdict.KEEP and not cleaned.get("note"):
            self.add_error("note", _("Say what is wrong and what is to change."))
        return cleaned
