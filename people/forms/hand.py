"""One's own hand: the password or a passkey again, wherever a remembered session is not enough."""

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from people import passkeys


class PasskeyInput(forms.Widget):
    """A button that asks the device, and the hidden place its answer is put into."""

    template_name = "forms/passkey.html"
    # Set by the form that shows the button.
    asks = "get"
    label = _("With a passkey")

    def options(self) -> str:
        """What the browser needs to ask the device, as JSON: made when it is shown."""
        raise NotImplementedError

    def get_context(self, name, value, attrs):
        context = super().get_context(name, "", attrs)
        context["widget"] |= {"asks": self.asks, "label": self.label, "options": self.options()}
        return context


class AskingForm(forms.Form):
    """A form that knows who is asked."""

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)


class OwnHand(forms.Form):
    """Mixin before a form that has ``request``: it is really this person, now.

    Wrong passwords and passkeys count for the same lock as at the door.
    """

    means = ""
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    passkey = forms.CharField(label="", required=False, widget=PasskeyInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.takes_passkeys():
            widget = self.fields["passkey"].widget
            widget.options = lambda: passkeys.options_to_ask(
                self.request, self.request.user, self.purpose()
            )
            # Either is enough, yet neither is optional.
            self.fields["password"].required = not self.data.get(self.add_prefix("passkey"))
        else:
            del self.fields["passkey"]

    def takes_passkeys(self) -> bool:
        """Whether this person may answer with a passkey here."""
        return bool(passkeys.place(self.request)) and self.request.user.passkeys.exists()

    def purpose(self) -> str:
        """What the passkey answers to: one page's answer is none on another."""
        return f"hand:{self.request.path}"

    def clean(self):
        cleaned = super().clean()
        self.fields["password"].required = True
        password, passkey = cleaned.pop("password", ""), cleaned.pop("passkey", "")
        if self.errors:
            return cleaned  # nothing is done anyway: the hand is asked when the rest is right
        name = self.request.user.username
        if passkey:
            user = authenticate(
                self.request, username=name, passkey=passkey, purpose=self.purpose()
            )
        else:
            user = authenticate(self.request, username=name, password=password)
        if user is not None:
            self.means = user.means
        elif passkey:
            self.add_error(None, self.wrong_passkey())
        else:
            self.add_error("password", self.wrong_password())
        return cleaned

    def wrong_password(self) -> str:
        return _("The password is wrong; nothing was done.")

    def wrong_passkey(self) -> str:
        return _("The passkey was not accepted; nothing was done. Try once more.")


class HandForm(OwnHand, AskingForm):
    """Nothing but one's own hand."""
