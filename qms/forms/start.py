"""What the guide of the first start asks."""

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from people.models import Person, Position, User
from people.names import normalise_phone
from qms.profiles import OFFERS

LARGEST_PROFILE = 2 * 1024 * 1024
NEEDED = ("people.manage", "settings.manage")


class CodeForm(forms.Form):
    """The code from the terminal."""

    code = forms.CharField(
        label=_("Code from the terminal"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ProfileForm(HouseForm, forms.Form):
    """Which profile: one of those that come along, or a file of one's own."""

    source = forms.ChoiceField(
        label=_("Profile"),
        choices=[
            *((name, offer.label) for name, offer in OFFERS.items()),
            ("file", _("My own file")),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("My own file"),
        required=False,
        help_text=_("YAML, as profiles/README.md describes it."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if cleaned.get("source") == "file":
            if not file:
                self.add_error("file", _("Choose the file."))
            elif file.size > LARGEST_PROFILE:
                self.add_error("file", _("A profile is a text of at most 2 MB."))
        return cleaned


class AdministratorForm(HouseForm, forms.ModelForm):
    """The first person who signs in, and looks after people and the installation."""

    position = forms.ModelChoiceField(label=_("Position"), queryset=Position.objects.none())
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 signs, not only digits, and not one of those everybody uses."),
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Person
        fields = ["surname", "given", "patronymic", "email", "phone", "language"]
        help_texts = {"email": _("Letters of the house go there.")}

    def __init__(self, *args, user: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["position"].queryset = positions()
        self.fields["email"].required = True
        if user is not None:
            post = user.person.appointment()
            self.initial |= {"username": user.username, "position": post and post.position_id}
            for name in ("password", "again"):
                self.fields[name].required = False
            self.fields["password"].help_text = _("Leave empty to keep the one that was set.")

    def clean_phone(self):
        return normalise_phone(self.cleaned_data["phone"])

    def clean_username(self):
        name = self.cleaned_data["username"].casefold()
        others = User.objects.exclude(pk=self.user.pk if self.user else None)
        if others.filter(username=name).exists():
            raise ValidationError(_("This user name is taken."))
        return name

    def clean(self):
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            probe = User(username=cleaned.get("username", ""), person=self.instance)
            try:
                password_validation.validate_password(password, probe)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


def positions():
    """Positions that look after people and the installation: both, or at least one of them."""
    both = in_use = Position.objects.in_use()
    for code in NEEDED:
        both = both.filter(powers__code=code)
    if both.exists():
        return both.distinct()
    return in_use.filter(powers__code__in=NEEDED).distinct()


class LetterForm(forms.Form):
    """Where the test letter goes."""

    address = forms.EmailField(label=_("Send a test letter to"))


def mail_facts() -> list[tuple]:
    """How letters leave this installation, as its environment says; never the password."""
    to_files = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    if to_files:
        return [(_("Letters"), _("are only written to files: no mail server is set"))]
    secure = _("yes") if settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL else _("no")
    return [
        (_("Mail server"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"),
        (_("User name"), settings.EMAIL_HOST_USER or "—"),
        (_("Encrypted"), secure),
        (_("Sender"), settings.DEFAULT_FROM_EMAIL),
    ]
