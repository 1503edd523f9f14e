"""What each step of a route asks for; the cleaned data are the deed's arguments."""

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.forms import DateInput
from common.models import Blob
from common.uploads import ScanField
from common.views.step import StepForm
from documents.models import Document, SheetLine
from documents.models.route import StepKind
from documents.models.routing import asked_beside
from people.forms.colleague import ColleaguesField
from people.forms.hand import OwnHand
from people.models import Body, Organisation, Person


def day_field(label, **kwargs) -> forms.DateField:
    """A date picked in a calendar."""
    return forms.DateField(label=label, widget=DateInput, **kwargs)


class AgreeingField(ColleaguesField):
    """Colleagues who agree; who is asked by position at the same time is told as such."""

    def label_from_instance(self, person):
        label = super().label_from_instance(person)
        if position := self.beside.get(person):
            words = gettext("%(name)s – is asked in any case, once: %(position)s")
            return words % {"name": label, "position": position}
        return label


class SendForm(StepForm):
    """Whom the sender names where the route leaves it to them (004/7.3.5)."""

    agreeing = AgreeingField(
        label=_("Who agrees"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Owner and participants of the process."),
        error_messages={"required": _("Name at least one person who agrees.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        route = self.instance.get_route()
        if self.instance.may_name(route):
            named = [step for step in route.steps.all() if step.is_named]
            self.fields["agreeing"].beside = {
                person: position
                for step in named
                for person, position in asked_beside(route, step).items()
            }
            self.fields["agreeing"].queryset = Person.objects.able_to_act()
            self.fields["agreeing"].required = self.instance.must_name(route)
            if self.instance.is_own_act:
                self.fields["agreeing"].help_text = _(
                    "Who else is to look at it before it is signed; it may be nobody."
                )
            elif hint := self.instance.agreeing_hint:
                self.fields["agreeing"].help_text = hint
            self.proposed = self.instance.proposed_to_agree()
            self.initial["agreeing"] = self.instance.named_before() | {*self.proposed}
        else:
            del self.fields["agreeing"]
        self._ask_of_translations()

    def _ask_of_translations(self):
        """Where the original went on and a translation did not, the sender says what of it."""
        stale = getattr(self.instance, "stale_translations", dict)()
        if not stale:
            return
        names = dict(settings.LANGUAGES)
        told = "; ".join(
            gettext("%(language)s: as in %(version)s")
            % {"language": gettext(names[code]), "version": since}
            for code, since in stale.items()
        )
        self.fields["translations"] = forms.ChoiceField(
            label=_("Translations that did not change"),
            help_text=gettext("The original changed and these texts did not: %(texts)s.")
            % {"texts": told},
            choices=[
                ("checked", _("They were checked and say the same as the original")),
                ("without", _("Send without them: they are taken out of this version")),
            ],
            widget=forms.RadioSelect,
        )

    def clean_agreeing(self):
        """Nobody but those asked by position would leave the named step empty, unseen."""
        people = set(self.cleaned_data["agreeing"])
        if not self.fields["agreeing"].required:
            return self.cleaned_data["agreeing"]
        own = set(self.proposed)  # the owner, who may hold that position
        if people <= set(self.fields["agreeing"].beside) and not people & own:
            raise forms.ValidationError(
                _("Who is ticked is asked in any case. Name somebody else who agrees.")
            )
        return self.cleaned_data["agreeing"]


class SignForm(OwnHand, StepForm):
    """Signing: the hash that was displayed, and the password or a passkey again (004/7.3.6).

    A remembered session never signs. What the passkey answers is bound to the displayed hash.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sheet = self.instance.sheet
        self.initial["seen"] = sheet.manifest_hash if sheet else ""
        self.fields["password"].help_text = _("The password again is your signature.")
        if "passkey" in self.fields:
            self.fields["password"].help_text = _("The password or a passkey is your signature.")
            self.fields["passkey"].widget.label = _("Sign with a passkey")

    def takes_passkeys(self):
        asked = Organisation.current().switches.get("sign_reauthentication")
        return asked != "password" and super().takes_passkeys()

    def purpose(self):
        return f"sign:{self['seen'].value()}"

    def wrong_password(self):
        return _("The password is wrong; nothing was signed.")

    def wrong_passkey(self):
        return _("The passkey was not accepted; nothing was signed. Try once more.")

    def arguments(self):
        return self.cleaned_data | {"means": self.means}


class ApproveForm(SignForm):
    """The order by which it is approved."""

    order_number = forms.CharField(
        label=_("Order No."),
        max_length=40,
        required=False,
        help_text=_("Leave empty to take the next number."),
    )
    order_date = day_field(_("Order date"), initial=localdate)
    field_order = ["order_number", "order_date", "in_force_from", "password", "passkey"]


class ApproveVersionForm(ApproveForm):
    """The order, and the day the version comes into force."""

    in_force_from = day_field(_("In force from"), initial=localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        version = self.instance
        self.initial["in_force_from"] = version.proposed_day()
        if old := version.to_replace():
            words = gettext("On this day %(version)s ends, whose place it takes.")
            if old.valid_until:
                words = gettext(
                    "On this day %(version)s ends, whose place it takes; that one is valid until "
                    "%(date)s."
                )
            names = {"version": old, "date": old.valid_until and numeric(old.valid_until)}
            self.fields["in_force_from"].help_text = words % names


class PaperSignatureForm(StepForm):
    """Who signed the printed paper by hand, when, and its scan."""

    line = forms.ModelChoiceField(label=_("Who signed"), queryset=SheetLine.objects.none())
    date = day_field(_("Signed on"), initial=localdate)
    scan = ScanField(label=_("Scan of the signed paper"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        waiting = [one.pk for one in self.instance.waiting_lines() if one.kind == StepKind.SIGN]
        self.fields["line"].queryset = SheetLine.objects.filter(pk__in=waiting)
        self.fields["line"].label_from_instance = lambda line: line.who

    def arguments(self):
        scan = self.cleaned_data["scan"]
        return self.cleaned_data | {"scan": (scan.name, Blob.store(scan.chunks()))}


class DecisionForm(StepForm):
    """The protocol by which a body agreed."""

    number = forms.CharField(label=_("Protocol No."), max_length=40)
    date = day_field(_("Date of the protocol"), initial=localdate)


class SendBackForm(StepForm):
    remark = forms.CharField(label=_("Remarks"), widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(SignForm):
    """The order by which a document is taken out of use, why, and one's own hand."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    order_number = forms.CharField(
        label=_("Order No."),
        max_length=40,
        required=False,
        help_text=_("Leave empty to take the next number."),
    )
    order_date = day_field(_("Order date"), initial=localdate)
    confirmed = forms.BooleanField(
        label=_("I know which documents name it; each of them is to be reviewed.")
    )
    field_order = ["reason", "order_number", "order_date", "confirmed", "password", "passkey"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        document = self.instance.document
        reach = Document.objects.visible_to(self.request.user)
        if not reach.resting_on(document).in_force_on(localdate()).exists():
            del self.fields["confirmed"]

    def arguments(self):
        given = super().arguments()
        given.pop("confirmed", None)
        return given


class EnterForm(StepForm):
    """What the signed paper says: true numbers and dates, and its scan."""

    agreed_by = forms.ModelChoiceField(
        label=_("Agreed by"), queryset=Body.objects.all(), required=False
    )
    protocol_number = forms.CharField(label=_("Protocol No."), max_length=40, required=False)
    protocol_date = day_field(_("Date of the protocol"), required=False)
    approver_name = forms.CharField(
        label=_("Approved by"),
        max_length=200,
        help_text=_("Initials and surname, as the paper has them."),
    )
    approver_position = forms.CharField(label=_("Position"), max_length=200)
    order_number = forms.CharField(label=_("Order No."), max_length=40)
    order_date = day_field(_("Order date"))
    in_force_from = day_field(_("In force from"))
    scan = ScanField(label=_("Scan of the signed paper"))
    confirmed = forms.BooleanField(label=_("I have compared the text with the signed paper."))

    def __init__(self, *args, **kwargs):
        """Begins with what the stamps of the imported file said, if they could be read."""
        super().__init__(*args, **kwargs)
        stamps = self.request.session.get("stamps", {})
        if stamps.get("version") == self.instance.pk:
            self.initial |= {
                "protocol_number": stamps.get("protocol_number"),
                "protocol_date": stamps.get("protocol_date"),
                "approver_name": stamps.get("approver_name"),
                "approver_position": stamps.get("approver"),
                "order_number": stamps.get("order_number"),
                "order_date": stamps.get("order_date"),
            }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("agreed_by") and not (
            cleaned.get("protocol_number") and cleaned.get("protocol_date")
        ):
            self.add_error("protocol_number", _("Give the number and the date of the protocol."))
        return cleaned

    def arguments(self):
        given = self.cleaned_data
        agreed = (given["agreed_by"], given["protocol_number"], given["protocol_date"])
        return {
            "agreed": agreed if given["agreed_by"] else None,
            "approver": (given["approver_name"], {"ky": given["approver_position"]}),
            "scan": (given["scan"].name, Blob.store(given["scan"].chunks())),
            **{key: given[key] for key in ("order_number", "order_date", "in_force_from")},
        }
