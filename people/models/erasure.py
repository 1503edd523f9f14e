"""Erasure of personal data where the law lets it: what goes, what stays and why (domain 2.6).

What somebody signed or decided stays with the name it was signed with; address, telephone and
personal number go, also from the field history. The journal names the rows that were changed.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common import personal
from common.models import Letter, Todo, deed, record
from common.models.history import restated

from .organisation import Organisation
from .person import Appointment, Person

CONTACT_YEARS = 3
CONTACTS = {"email": "", "phone": "", "pin": ""}
NAMES = {"surname": "", "patronymic": "", "short": ""}


def years_to_keep() -> int:
    """How many years after leaving the addresses of a person are kept: the profile's switch."""
    return Organisation.current().switches.get("contact_data_years", CONTACT_YEARS)


def due_for_erasure():
    """People who left longer ago than the rule allows and whose addresses are still here."""
    limit = localdate() - timedelta(days=365 * years_to_keep())
    held = Appointment.objects.filter(person=OuterRef("pk"))
    after = held.filter(Q(until=None) | Q(until__gte=limit))
    has_contacts = ~Q(email="") | ~Q(phone="") | ~Q(pin="")
    return Person.objects.filter(has_contacts, Exists(held), ~Exists(after), erased_at=None)


def why_not(person: Person) -> str:
    """Why the data of this person cannot be erased now: a sentence, or nothing."""
    if person.erased_at is not None:
        return _("The data of this person is erased already.")
    if person.appointments.on().exists():
        return _("This person works here: what the work needs cannot be erased.")
    return ""


def erase(person: Person, *, by) -> None:
    """Remove what may go; refuse for who still works here."""
    with deed(by=by):
        person = Person.objects.select_for_update().get(pk=person.pk)
        if refusal := why_not(person):
            raise ValidationError(refusal)
        values = dict(CONTACTS)
        if not personal.reasons_to_keep(person):
            values |= NAMES | {"given": _("Erased"), "patronymic": str(person.pk)}
        before = list(person.history.values_list("history_id", flat=True))
        for name, value in values.items():
            setattr(person, name, value)
        person.erased_at = timezone.now()
        person._change_reason = "erase"  # type: ignore[attr-defined]
        person.save()
        person.history.filter(history_id__in=before).update(**values)
        changed = restated(person.history.filter(history_id__in=before))
        Todo.objects.filter(person=person).done()
        Letter.objects.filter(person=person).delete()
        user = getattr(person, "user", None)
        if user is not None:
            if user.state != user.State.BLOCKED:
                user.block(by=by, reason=_("The data of this person is erased."))
            user.set_unusable_password()
            user.save()
            user.sessions.all().delete()
        changed += personal.remove_all(person)
        record(person, "erase", by=by, fields=sorted(values), erased=changed)
