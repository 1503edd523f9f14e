"""What is asked when a second factor is set up, shown, taken away or required."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from people import passkeys
from people.models import Passkey, Power

from .hand import AskingForm, HandForm, OwnHand, PasskeyInput

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "7"}

REASONS = [
    ("lost", _("The device is lost or broken")),
    ("replaced", _("There is a new device")),
    ("stolen", _("Somebody else may have the device")),
    ("other", _("Another reason")),
]


class AppForm(OwnHand, AskingForm):
    """The first code of the app, and the password again."""

    code = forms.CharField(
        label=_("Code from the app"), max_length=7, widget=forms.TextInput(attrs=CODE)
    )
    field_order = ["code", "password", "passkey"]

    def clean_code(self):
        return "".join(self.cleaned_data["code"].split())


class PasskeyNameForm(OwnHand, AskingForm):
    """How the passkey is called in the list, and the password again."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=Passkey._meta.get_field("name").max_length,
        help_text=_("So that you know it again: “Phone”, “Work computer”, “Key on the ring”."),
    )
    field_order = ["name", "password", "passkey"]


class NewPasskeyInput(PasskeyInput):
    """The button that makes a passkey."""

    asks = "create"
    label = _("Make the passkey on my device")


class PasskeyMakeForm(AskingForm):
    """What the device answered."""

    passkey = forms.CharField(label="", widget=NewPasskeyInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = self.fields["passkey"].widget
        widget.options = lambda: passkeys.options_to_register(self.request)


class ResetForm(HandForm):
    """Why somebody's second factor is taken away; a word of a list, for the journal keeps it."""

    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)
    field_order = ["reason", "password", "passkey"]


class RequireForm(forms.Form):
    """Of which powers a second factor is wanted, and how it was when the page was opened."""

    is_filter = True  # none at all is an answer too, so nothing is marked as optional
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    powers = forms.MultipleChoiceField(
        label=_("Who holds one of these powers signs in with a second factor"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["powers"].choices = [
            (power.code, str(power.name)) for power in Power.objects.order_by("code")
        ]

    def clean_was(self):
        return [code for code in self.cleaned_data["was"].split(",") if code]


class SecondStepPasskeyForm(AskingForm):
    """One of the passkeys of ``who``, who has given the password already."""

    passkey = forms.CharField(label="", widget=PasskeyInput)

    def __init__(self, *args, who, **kwargs):
        super().__init__(*args, **kwargs)
        widget = self.fields["passkey"].widget
        widget.options = lambda: passkeys.options_to_ask(self.request, who, passkeys.STEP)


class SecondStepForm(AskingForm):
    """A code of the app or a recovery code."""

    code = forms.CharField(max_length=20)

    def __init__(self, *args, recovery=False, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Recovery code") if recovery else _("Code from the app")
        extra = {"autocomplete": "off"} if recovery else CODE
        field.widget.attrs |= {"autofocus": True, **extra}


class ChangePasswordForm(PasswordChangeForm):
    """The old password and a new one; a wrong old one counts for the lock as at the door."""

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.username, password=old) is None:
            raise forms.ValidationError(_("The password is wrong; nothing was done."))
        return old
