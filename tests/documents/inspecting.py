"""What the tests of inspections share: one that comes, its inspector, signed in."""

import datetime

from django.utils import timezone

from common import guests
from documents.models import Inspection, InspectionAccess
from tests import factories

DOOR = "people.signin.NameOrEmailBackend"


def inspection_by(user, **fields) -> Inspection:
    """An inspection that is shown everything, unless said otherwise."""
    shown = {
        "who": "Мамлекеттик инспекция",
        "inspectors": "Асанова Гүлнара, инспектор\nКасымов Эрлан, башкы инспектор",
        "basis": "Буйрук № 12, 01.11.2026",
        "parts": list(guests.parts()),
        "made_by": user.person,
    }
    return Inspection.objects.create(**shown | fields)


def let_in(inspection, by, **asked) -> InspectionAccess:
    """An inspector for four hours."""
    until = timezone.now() + datetime.timedelta(hours=4)
    asked = {"surname": "Асанова", "given": "Гүлнара", "until": until} | asked
    return InspectionAccess.give(inspection, by=by, **asked)


def enter(client, access):
    """The inspector has chosen a password and is inside."""
    user = access.user
    user.set_password(factories.PASSWORD)
    user.state = "active"
    user.save()
    client.force_login(user, backend=DOOR)
    return user
