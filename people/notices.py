"""Whom we write to about accounts, personal data and the installation."""

from datetime import timedelta

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from common import deeds, lights
from common.models import Check, JournalEntry
from common.notices import Draft, after

from .models import AccountReview, DataRequest, Person, Substitution, User
from .models.keepers import KEEPER

deeds.call(
    sign_in=_("signed in"),
    sign_out=_("signed out"),
    refuse_password=_("a wrong password was typed and refused"),
    refuse_code=_("a wrong code or passkey was given and refused"),
    refuse_unknown=_("a name that nobody has was typed and refused"),
    lock=_("shut the door after wrong answers"),
    end_other_sessions=_("ended the other sessions"),
    set_up_app=_("set up an app with codes"),
    remove_app=_("removed the app with codes"),
    add_passkey=_("registered a passkey"),
    remove_passkey=_("removed a passkey"),
    make_recovery_codes=_("made new recovery codes"),
    use_recovery_code=_("signed in by a recovery code"),
    reset_second_factor=_("took away the second factor"),
    require_second_factor=_("changed who needs a second factor"),
)

CHANGED = {
    "change_password": _("Your password was changed."),
    "set_up_app": _("An app with codes was set up for your sign-in."),
    "remove_app": _("The app with codes was removed from your sign-in."),
    "add_passkey": _("A passkey was registered for your sign-in."),
    "remove_passkey": _("A passkey was removed from your sign-in."),
    "make_recovery_codes": _("New recovery codes were made; those before do not open any more."),
    "use_recovery_code": _("Somebody signed in with one of your recovery codes."),
    "reset_second_factor": _("The administrator took away the second factor of your sign-in."),
}


@after(Check, "fail")
def check_failed(entry):
    """The administrators: a check of the house did not end well."""
    check = entry.object
    for person in Person.objects.holding("settings.manage"):
        # Named when the letter is written, in the language of its own reader.
        name = SimpleLazyObject(lambda: lights.name_of(check.kind))
        yield Draft(person, "check_failed", {"check": check, "name": name}, urgent=True)


@after(DataRequest, "answer")
@after(DataRequest, "refuse")
def data_request_closed(entry):
    """Who asked about their own data: it is ready, or refused and why."""
    yield Draft(entry.object.person, "data_request_closed", {"request": entry.object})


@after(AccountReview, "begin_review")
def review_waits(entry):
    """Those who keep the accounts: the list of the quarter is to be confirmed."""
    for person in Person.objects.holding(KEEPER):
        yield Draft(person, "review_waits", {"review": entry.object})


def sign_in_changed(entry):
    """The person: something about their signing in is not as it was."""
    context = {"sentence": CHANGED[entry.deed], "left": entry.details.get("left")}
    yield Draft(entry.object.person, "sign_in_changed", context, urgent=True)


for name in CHANGED:
    after(User, name)(sign_in_changed)


@after(User, "lock")
def locked(entry):
    """The person and the administrators: the door was shut; one letter an hour is enough."""
    account = entry.object
    before = JournalEntry.objects.about(account).filter(
        deed="lock", number__lt=entry.number, at__gt=entry.at - timedelta(hours=1)
    )
    if before.exists():
        return
    yield Draft(account.person, "account_locked", {"own": True}, urgent=True)
    for person in Person.objects.holding("people.manage").exclude(pk=account.person_id):
        yield Draft(person, "account_locked", {"who": account.person}, urgent=True)


@after(Substitution, "substitute")
@after(Substitution, "end_substitution")
def substitution(entry):
    """Both of them: who acts for whom, from when to when, by which order."""
    shown = entry.object
    template = "substitution" if entry.deed == "substitute" else "substitution_ended"
    for person in (shown.acting, shown.absent):
        yield Draft(person, template, {"substitution": shown})
