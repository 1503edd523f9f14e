"""What is asked around an account: its name, the way of a link, a reason, a password."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import date_and_time
from common.forms import HouseForm
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


class InviteSeveralForm(HouseForm, forms.Form):
    """Which of those who never signed in get a new link, and how."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("Whom to invite"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(
        label=_("How the link is sent"),
        choices=[
            (ON_PAPER, _("Print them, each on its own page")),
            (BY_LETTER, _("By letter, to each one's own address")),
        ],
        initial=ON_PAPER,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["accounts"]
        field.queryset = accounts
        field.label_from_instance = in_words  # type: ignore[attr-defined]
        self.initial["accounts"] = [account.pk for account in accounts if not account.link_until]

    def clean(self):
        given = super().clean()
        chosen = given.get("accounts") or []
        lacking = [account.person.short_name for account in chosen if not account.email]
        if given.get("way") == BY_LETTER and lacking:
            words = _("These have no e-mail, print theirs: %(names)s")
            self.add_error("way", words % {"names": ", ".join(lacking)})
        return given


def in_words(account: User) -> str:
    """Whose account it is, where a letter would go, and whether a link is under way."""
    parts = [account.person.full_name, account.username, account.email or gettext("no e-mail")]
    if account.link_until:  # type: ignore[attr-defined]
        until = date_and_time(account.link_until)  # type: ignore[attr-defined]
        parts.append(gettext("has a link until %(until)s") % {"until": until})
    return " · ".join(parts)


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

    def validate_password_for_user(self, user, *args, **kwargs):
        """What is wrong with the password stands under it, not under its repetition."""
        super().validate_password_for_user(user, "new_password1")


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
