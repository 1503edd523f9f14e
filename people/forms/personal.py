"""Forms about personal data: consent and requests on paper, transfers, the text of the consent."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm, TranslatedInput
from common.uploads import ScanField
from common.views.step import StepForm
from people.models import ConsentText, DataRequest, Person, Transfer


def not_in_the_future(day):
    """A day that was."""
    if day > localdate():
        raise ValidationError(_("This day is still to come."))
    return day


class ConsentTextForm(HouseForm, forms.ModelForm):
    """A new version of the text; the one before stays on record."""

    class Meta:
        model = ConsentText
        fields = ["text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.widget = TranslatedInput(settings.LANGUAGES, required=True, multiline=True)
        if current := ConsentText.current():
            self.initial["text"] = current.text


class PaperConsentForm(HouseForm, forms.Form):
    """A consent that was signed on paper."""

    given_on = forms.DateField(label=_("Given"), initial=localdate, widget=DateInput)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    scan = ScanField(label=_("Scan of the signed paper"))

    def clean_given_on(self):
        return not_in_the_future(self.cleaned_data["given_on"])


class PaperRequestForm(HouseForm, forms.Form):
    """A request that came on paper."""

    person = forms.ModelChoiceField(label=_("Who asks"), queryset=Person.objects.all())
    kind = forms.ChoiceField(label=_("What is asked"), choices=DataRequest.Kind)
    asked_on = forms.DateField(label=_("Asked"), initial=localdate, widget=DateInput)

    def clean_asked_on(self):
        return not_in_the_future(self.cleaned_data["asked_on"])


class TransferForm(HouseForm, forms.ModelForm):
    """Personal data given to somebody outside."""

    class Meta:
        model = Transfer
        fields = ["on", "recipient", "what", "basis", "people"]

    def clean_on(self):
        return not_in_the_future(self.cleaned_data["on"])


class RefuseForm(StepForm):
    """The reason, which the person reads."""

    refusal = forms.CharField(
        label=_("Reason of the refusal"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads it: name the law or the rule."),
    )
