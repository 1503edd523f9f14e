"""What happens and calls for a duty, found in what is here: documents, appointments, files."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from documents.models import DocumentVersion, NomenclatureItem
from documents.models.version import PUBLISHED
from people.models import Appointment, FirstStart
from planning.beginnings import ONE_DAY, beginnings
from planning.events import Event, Happened, register


def _of_its_types(obligation: Any, happened: Happened) -> bool:
    """Of documents: only those of the types the obligation names, where it names any."""
    types = obligation.options.get("types")
    return not types or happened.subject.document.type.code in types


def came_into_force(since: date) -> Iterator[Happened]:
    """Versions that came into force and that somebody is to read (004/4.2.3, 5.5.3)."""
    found = DocumentVersion.objects.filter(
        in_force_from__gte=since, state__in=PUBLISHED, readings__isnull=False
    )
    for version in found.distinct().select_related("document__type").order_by("in_force_from"):
        if version.in_force_from:
            yield Happened(str(version.pk), version.in_force_from, version)


def ends_soon(since: date) -> Iterator[Happened]:
    """The last day of what is in force to a day: strategies, concepts (002/5)."""
    found = DocumentVersion.objects.in_force().filter(valid_until__gte=since)
    for version in found.select_related("document__type").order_by("valid_until"):
        yield Happened(f"{version.pk}:{version.valid_until}", version.valid_until, version)


def was_hired(since: date) -> Iterator[Happened]:
    """Whoever begins to work here, newly or again (004/6.2; 002/5).

    Who was here when the installation was set up begins nothing: those appointed by that day.
    """
    guide = FirstStart.current()
    if guide is not None:
        if guide.finished_at is None:
            return
        since = max(since, localdate(guide.finished_at) + ONE_DAY)
    new = Appointment.objects.filter(since__gte=since, person__is_external=False)
    posts = Appointment.objects.filter(person__in=new.values("person"))
    posts = posts.select_related("person").order_by("since", "pk")
    for post in beginnings(posts):
        if post.since >= since:
            yield Happened(str(post.pk), post.since, post.person)


def expired(since: date) -> Iterator[Happened]:
    """Files kept for so many years: the day after the last of them (004/4.2.1, 4.2.4).

    One for each list of cases and year, with the indexes of what may go.
    """
    items = NomenclatureItem.objects.filter(
        nomenclature__state__in=["approved", "closed"], keep=NomenclatureItem.Keep.YEARS
    )
    gone: dict[tuple, list[str]] = defaultdict(list)
    for item in items.select_related("nomenclature"):
        after = item.nomenclature.year + (item.years or 0) + 1
        if after >= since.year:
            gone[item.nomenclature, after].append(item.index)
    for (cases, year), indexes in gone.items():
        day = date(year, 1, 1)
        if day >= since:
            words = f"{cases.year}: {', '.join(indexes)}"
            yield Happened(f"{cases.pk}:{year}", day, cases, words)


register(
    Event("documents.in_force", _("A document came into force"), came_into_force, _of_its_types)
)
register(Event("documents.expiring", _("The term of a document ends"), ends_soon, _of_its_types))
register(Event("person.hired", _("Somebody begins to work here"), was_hired))
register(Event("records.expired", _("Files need not be kept any longer"), expired))
for code, label in (
    ("audit.planned", _("An audit is planned")),
    ("capa.item", _("A corrective or preventive action is due")),
    ("objective.due", _("An indicator of an objective is due")),
    ("seminar.day", _("A day of training is over")),
    ("seminar.ended", _("A seminar is over")),
    ("project.ended", _("A project is completed")),
    ("complaint.on_project", _("There is a complaint about a project")),
    ("licence.expiring", _("A licence or an accreditation ends")),
    ("programme.introduced", _("A new programme is introduced")),
    ("monitoring.signal", _("A signal calls for monitoring")),
    ("programme.starting", _("A programme begins")),
    ("maintenance.planned", _("A repair is planned")),
    ("risk.analysed", _("The risks of an incident were analysed")),
):
    register(Event(code, label))  # no procedure finds these yet: they are told by hand
