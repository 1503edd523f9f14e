"""What changed since the last announcement, as lines to tick: nobody retypes it (004/5.5.3).

Documents that came into force or are no longer used, orders and appointments by which powers were
given or ended. The restricted is never offered.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.dates import numeric
from common.models.translated import CODES, TranslatedText
from documents.models import Document, DocumentVersion
from people.models import Appointment, EnablingOrder, Substitution
from planning.models import Announcement, AnnouncementAbout

FIRST = timedelta(days=30)  # how far back the first announcement looks
Event, Kind = AnnouncementAbout.Event, Announcement.Kind


# How each is said --------------------------------------------------------------------------------


def _by_order(one) -> str:
    return _("order No. %(order)s") % {"order": one.order_number}


def _version(version, event) -> str:
    document = f"{version} · {version.document.title}"
    if event == Event.WITHDRAWN:
        values = {"document": document, "day": numeric(version.ended_on)}
        return _("%(document)s: no longer used since %(day)s") % values
    values = {"document": document, "day": numeric(version.in_force_from)}
    return _("%(document)s: in force from %(day)s") % values


def _order(order, event) -> str:
    if event == Event.ENDED:
        values = {"order": order, "day": numeric(order.until)}
        return _("Order on electronic signatures %(order)s: in force until %(day)s") % values
    return _("Order on electronic signatures %(order)s") % {"order": order}


def _substitution(one, event) -> str:
    values = {
        "acting": one.acting,
        "absent": one.absent,
        "position": one.position,
        "since": numeric(one.since),
        "until": numeric(one.until) if one.until else "…",
    }
    if event == Event.ENDED:
        return _("%(acting)s no longer acts for %(absent)s (%(position)s)") % values
    words = _("%(acting)s acts for %(absent)s (%(position)s), %(since)s – %(until)s")
    return f"{words % values}, {_by_order(one)}"


def _appointment(post, event) -> str:
    values = {"person": post.person, "position": post.position}
    if event == Event.ENDED:
        words = _("%(person)s: %(position)s until %(day)s")
        return words % (values | {"day": numeric(post.until)})
    words = _("%(person)s: %(position)s from %(day)s")
    said = words % (values | {"day": numeric(post.since)})
    return f"{said}, {_by_order(post)}" if post.order_number else said


SAID: dict[type, Callable[[Any, str], str]] = {
    DocumentVersion: _version,
    Document: lambda document, event: f"{document.code} · {document.title}",
    EnablingOrder: _order,
    Substitution: _substitution,
    Appointment: _appointment,
}


@dataclass(frozen=True)
class Line:
    """One record and what happened to it, in the words of whoever reads."""

    thing: Any
    event: str

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.thing._meta.label_lower}:{self.thing.pk}:{self.event}"

    @property
    def url(self) -> str:
        """Where it is read."""
        return self.thing.get_absolute_url()

    @property
    def is_of_documents(self) -> bool:
        """Whether it changes the documents; else it changes who may do what."""
        return isinstance(self.thing, Document | DocumentVersion)

    def __str__(self) -> str:
        return SAID[type(self.thing)](self.thing, self.event)


def lines(abouts: Iterable[AnnouncementAbout]) -> list[Line]:
    """What an announcement names, as lines; the records are fetched already."""
    return [Line(one.thing, one.event) for one in abouts if type(one.thing) in SAID]


# What is new -------------------------------------------------------------------------------------


def since_when() -> date:
    """The day of the last announcement to all, or a month ago."""
    last = Announcement.objects.last_to_all()
    return last.sent_on if last else localdate() - FIRST


def _happened(user, since: date) -> Iterator[Line]:
    versions = DocumentVersion.objects.visible_to(user).exclude(document__access="top")
    versions = versions.select_related("document").order_by("document__sorted_as", "pk")
    for version in versions.filter(state="in_force", in_force_from__gte=since):
        yield Line(version, Event.IN_FORCE)
    for version in versions.filter(state="withdrawn", ended_on__gte=since):
        yield Line(version, Event.WITHDRAWN)
    orders = EnablingOrder.objects.visible_to(user)
    for order in orders.filter(entered_at__date__gte=since):
        yield Line(order, Event.GIVEN)
    for order in orders.filter(until__gte=since):
        yield Line(order, Event.ENDED)
    acting = Substitution.objects.visible_to(user).for_list()
    for one in acting.filter(entered_at__date__gte=since, ended_at=None):
        if one.stage != "ended":
            yield Line(one, Event.GIVEN)
    for one in acting.filter(ended_at__date__gte=since):
        yield Line(one, Event.ENDED)
    posts = Appointment.objects.visible_to(user).select_related("person", "position")
    posts = posts.filter(person__is_external=False).order_by("person__sorted_as", "pk")
    for post in posts.filter(Q(until=None) | Q(until__gte=localdate()), since__gte=since):
        yield Line(post, Event.GIVEN)
    for post in posts.filter(until__gte=since, until__lte=localdate()):
        yield Line(post, Event.ENDED)


def news(user) -> list[Line]:
    """What happened since the last announcement to all and stands in none that was sent."""
    told = {
        (about.content_type_id, about.object_id, about.event)
        for about in AnnouncementAbout.objects.filter(announcement__sent_at__isnull=False)
    }

    def key(line: Line):
        kind = ContentType.objects.get_for_model(line.thing)
        return kind.pk, line.thing.pk, line.event

    return [line for line in _happened(user, since_when()) if key(line) not in told]


def grouped(found: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The lines of the documents, then those of the powers; for a form or a page."""
    found = list(found)
    groups = [
        (str(Kind.DOCUMENTS.label), [line for line in found if line.is_of_documents]),
        (str(Kind.POWERS.label), [line for line in found if not line.is_of_documents]),
    ]
    return [(name, rows) for name, rows in groups if rows]


# What is written from it -------------------------------------------------------------------------

TITLES = {
    Kind.DOCUMENTS: gettext_lazy("Changes in the documents of the quality management system"),
    Kind.POWERS: gettext_lazy("Changes in the powers of employees"),
    Kind.OTHER: gettext_lazy("Changes in the quality management system"),
}
TEXT = gettext_lazy("Dear colleagues, please take note of the changes named below.")


def kind_of(chosen: list[Line]) -> Announcement.Kind:
    """What the announcement is of, by what was ticked."""
    of = {line.is_of_documents for line in chosen}
    if len(of) > 1:
        return Kind.OTHER
    return Kind.DOCUMENTS if True in of else Kind.POWERS


def begun_with(chosen: list[Line]) -> dict:
    """How the form of an announcement of these lines begins, in three languages."""
    kind = kind_of(chosen)
    return {
        "kind": kind,
        "title": _in_all(TITLES[kind]),
        "text": _in_all(TEXT),
        "about": [line.key for line in chosen],
    }


def _in_all(words) -> TranslatedText:
    said = TranslatedText()
    for code in CODES:
        with override(code):
            said[code] = str(words)
    return said


# What is kept of it ------------------------------------------------------------------------------


def keep(announcement: Announcement, chosen: Iterable[str]) -> None:
    """Inside a deed: it names these and no others; each by the key that a form gives."""
    wanted = set(chosen)
    for about in announcement.about.select_related("content_type"):
        if about.key in wanted:
            wanted.discard(about.key)
        else:
            about.delete()
    for key in sorted(wanted):
        label, pk, event = key.split(":")
        kind = ContentType.objects.get_by_natural_key(*label.split("."))
        AnnouncementAbout.objects.create(
            announcement=announcement, content_type=kind, object_id=int(pk), event=event
        )
