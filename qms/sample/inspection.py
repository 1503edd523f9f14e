"""An inspection of the sample agency: two inspectors came, looked, took a package along, left."""

from datetime import timedelta

from django.utils import timezone

from common import package
from common.models import deed, record
from documents.models import Inspection, InspectionAccess
from people.models import GuestVisit

SEEN = (
    ("/documents/", "Документтер"),
    ("/journal/", "Журнал"),
    ("/documents/processes/", "Процесстер"),
)


def play_inspection(users) -> None:
    """It is over: its accounts have ended, and what was opened stands in it."""
    manager, director = users["manager"], users["director"]
    with deed(by=manager):
        inspection = Inspection.objects.create(
            who="Билим берүү боюнча мамлекеттик инспекция",
            inspectors="Касымалиев Эрмек, башкы инспектор\nТокоева Нурзат, инспектор",
            basis="2026-жылдын 2-ноябрындагы № 41 буйрук",
            parts=["documents", "journal", "nomenclature"],
            made_by=manager.person,
        )
        record(inspection, "create", by=manager)
    until = timezone.now() + timedelta(hours=8)
    accesses = [
        InspectionAccess.give(inspection, by=manager, surname=surname, given=given, until=until)
        for surname, given in inspection.names()
    ]
    for path, title in SEEN:
        GuestVisit.objects.create(user=accesses[0].user, path=path, title=title)
    kinds = [kind.code for kind in package.kinds_for(inspection.parts)]
    inspection.ask_package(by=manager, parts=kinds, language="ky")
    inspection.refresh_from_db()
    inspection.close(by=director, outcome="Кемчилик табылган жок. Акт № 41/3.")
