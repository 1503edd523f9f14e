"""What a memo says, and what its addressee resolves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.views.step import StepForm
from documents.models import Memo
from people.forms.colleague import ColleagueField
from people.models import Person

from .steps import day_field


class MemoForm(HouseForm, forms.ModelForm):
    """To whom, about what, in which words."""

    addressee = ColleagueField(label=_("To whom"), queryset=Person.objects.none())

    class Meta:
        model = Memo
        fields = ["addressee", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, writer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["addressee"].queryset = Person.objects.able_to_act().exclude(pk=writer.pk)


class AcceptForm(StepForm):
    resolution = forms.CharField(
        label=_("Resolution"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RejectForm(StepForm):
    resolution = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class AssignForm(StepForm):
    """Who does something about it, and by when."""

    to = ColleagueField(label=_("Who does it"), queryset=Person.objects.none())
    due = day_field(_("By the day"))
    resolution = forms.CharField(
        label=_("Resolution"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.able_to_act()


class FinishForm(StepForm):
    result = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 4}))
