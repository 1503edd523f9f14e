"""Forms of the enabling order and of statements on the electronic signature."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.forms import DateInput, HouseForm, TranslatedInput
from common.models.translated import TranslatedFormField
from common.uploads import ScanField
from people.models import EnablingOrder


class EnablingOrderForm(HouseForm, forms.ModelForm):
    """The order as its paper says it, with the scan."""

    scan = ScanField(label=_("Scan of the order"))

    class Meta:
        model = EnablingOrder
        fields = ["number", "date"]

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date > localdate():
            raise forms.ValidationError(_("The order cannot be dated in the future."))
        return date


class EndOrderForm(HouseForm, forms.Form):
    until = forms.DateField(label=_("Last day of force"), initial=localdate, widget=DateInput)


class GiveStatementForm(HouseForm, forms.Form):
    """The language that is on the screen, and the password again."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self):
        name, password = self.request.user.username, self.cleaned_data["password"]
        if authenticate(self.request, username=name, password=password) is None:
            raise forms.ValidationError(_("The password is wrong; nothing was signed."))
        return ""


class PaperStatementForm(HouseForm, forms.Form):
    """A statement signed on paper."""

    language = forms.ChoiceField(label=_("Language of the statement"), choices=settings.LANGUAGES)
    signed_on = forms.DateField(label=_("Signed on"), initial=localdate, widget=DateInput)
    scan = ScanField(label=_("Scan of the signed paper"))


class StatementTextForm(HouseForm, forms.Form):
    """The words in three languages; they become a new version."""

    text = TranslatedFormField(max_length=4000, label=_("Text of the statement"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        for part in field.fields:
            part.required = True
        field.require_all_fields = True
        field.widget = TranslatedInput(settings.LANGUAGES, multiline=True)
