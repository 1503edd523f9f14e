"""Whom we write to about accounts, personal data and the installation."""

from django.utils.functional import SimpleLazyObject

from common import lights
from common.models import Check
from common.notices import Draft, after

from .models import AccountReview, DataRequest, Person
from .models.keepers import KEEPER


@after(Check, "fail")
def check_failed(entry):
    """The administrators: a check of the house did not end well."""
    check = entry.object
    # Named when the letter is written, in its reader's language.
    name = SimpleLazyObject(lambda: lights.name_of(check.kind))
    for person in Person.objects.holding("settings.manage"):
        yield Draft(person, "check_failed", {"check": check, "name": name})


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
