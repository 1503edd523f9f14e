"""What is asked around an account: its name, the way of a link, a reason, a password."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from common.views.step import StepForm
from people.models import User
from people.usernames import is_taken, propose

BY_LETTER, ON_PAPER = "letter", "paper"


class Way:
    """How a link reaches its owner: by letter where there is an address, else on paper."""

    def offer_ways(self, person) -> None:
        ways = [(ON_PAPER, _("Print it and hand it over"))]
        if person.email:
            ways.insert(0, (BY_LETTER, _("By letter to %(address)s") % {"address": person.email}))
        self.fields["way"] = forms.ChoiceField(  # type: ignore[attr-defined]
            label=_("How the link is sent"),
            choices=ways,
            initial=ways[0][0],
            widget=forms.RadioSelect,
        )


class AccountForm(Way, forms.Form):
    """A new account: its name, and how the invitation goes out."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("For ever: a user name is never given to another person."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_ways(person)
        self.initial.setdefault("username", propose(person))

    def clean_username(self):
        name = User.normalize_username(self.cleaned_data["username"]).casefold()
        User._meta.get_field("username").run_validators(name)
        if "@" in name:  # it would stand in the way of somebody's address
            raise forms.ValidationError(_("A user name has no “@” in it."))
        if is_taken(name):
            raise forms.ValidationError(_("This user name is or was somebody's: choose another."))
        return name


class LinkForm(Way, StepForm):
    """A new link: how it goes out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_ways(self.instance.person)

    def arguments(self):
        return {"by_letter": self.cleaned_data["way"] == BY_LETTER}


class BlockForm(StepForm):
    """Why nobody may sign in with it any more."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class ConfirmForm(StepForm):
    """The list that was displayed, remarks, and the password again."""

    seen = forms.CharField(widget=forms.HiddenInput)
    remarks = forms.CharField(
        label=_("Remarks"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("The password again is your signature."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.rows_hash

    def clean_password(self):
        user = authenticate(
            self.request,
            username=self.request.user.username,
            password=self.cleaned_data["password"],
        )
        if user is None:
            raise forms.ValidationError(_("The password is wrong; nothing was signed."))
        return ""


class ChoosePasswordForm(SetPasswordForm):
    """A password of one's own, typed twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("The same once more")


class CodeForm(forms.Form):
    """The code of a printed invitation."""

    code = forms.CharField(
        label=_("Code from the invitation"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("Hyphens and capital letters do not matter."),
    )


class ForgotForm(forms.Form):
    """Who forgot the password."""

    username = forms.CharField(label=_("User name or e-mail"), max_length=254)
