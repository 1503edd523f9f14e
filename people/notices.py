"""Whom we write to about the installation: those who look after it."""

from django.utils.functional import SimpleLazyObject

from common import lights
from common.models import Check
from common.notices import Draft, after

from .models import Person, Substitution


@after(Check, "fail")
def check_failed(entry):
    """The administrators: a check of the house did not end well."""
    check = entry.object
    # Named when the letter is written, in its reader's language.
    name = SimpleLazyObject(lambda: lights.name_of(check.kind))
    for person in Person.objects.holding("settings.manage"):
        yield Draft(person, "check_failed", {"check": check, "name": name})


@after(Substitution, "substitute")
@after(Substitution, "end_substitution")
def substitution(entry):
    """Both of them: who acts for whom, from when to when, by which order."""
    shown = entry.object
    template = "substitution" if entry.deed == "substitute" else "substitution_ended"
    for person in (shown.acting, shown.absent):
        yield Draft(person, template, {"substitution": shown})
