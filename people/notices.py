"""Whom we write to about the installation: those who look after it."""

from django.utils.functional import SimpleLazyObject

from common import lights
from common.models import Check
from common.notices import Draft, after

from .models import DataRequest, Person


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
