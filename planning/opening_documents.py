"""What duties open in document control: the policy of the year, channels, readings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import yearly
from documents.models import Channel, ChannelCheck, Document, Reading
from documents.models.channel import WATCH
from planning.asked_already import everybody, types_of, waiting
from planning.openers import Opener, Settled, register

# The policy of the coming year ------------------------------------------------------------------


def _yearly(duty) -> "list[Document]":
    found = Document.objects.filter(type__code__in=types_of(duty)).select_related("owner", "type")
    return list(found.order_by("pk"))


def _year_of(duty) -> int:
    """For which year it is to be: the coming one, as seen from the year of the duty."""
    return duty.year + duty.obligation.options.get("ahead", 1)


def prepare_for_the_year(duty) -> Document | None:
    """Ask who answers for each, once: the sweep of December finds it asked (004/5.3; C-22)."""
    documents = _yearly(duty)
    for document in documents:
        yearly.look(document, _year_of(duty))
    return next((document for document in documents if not document.is_restricted), None)


def year_is_set(duty) -> Settled | None:
    """Each has a version approved for that year."""
    found = []
    for document in _yearly(duty):
        versions = document.versions.filter(state__in=yearly.SET).order_by("-issue", "-change")
        fit = next((v for v in versions if yearly.last_year(v) >= _year_of(duty)), None)
        if fit is None:
            return None
        found.append(fit)
    if not found:
        return None
    on = max(_approved_on(version) for version in found)
    shown = next((version for version in found if not version.is_restricted), None)
    note = "" if shown else _("Approved for the year.")
    return Settled(min(on, localdate()), shown, note)


def _approved_on(version) -> date:
    """The day of its approval; of what is in force on paper, the day of its order."""
    at = version.approved_at and localdate(version.approved_at)
    return at or version.order_date or version.in_force_from or localdate()


def yearly_asks(duties: Sequence[Any]) -> dict[int, set[int]]:
    """Who is asked to prepare it is not asked by the duty too."""
    keys = [document.pk for document in _yearly(duties[0])]
    people = everybody(waiting(Document, keys, yearly.KIND))
    return {duty.pk: people for duty in duties}


def nothing_of_the_year(duty) -> bool:
    """There is no document of the kind: its work can never show that it is done."""
    return not _yearly(duty)


def yearly_says(duty, user) -> str:
    """For which year nothing is approved yet."""
    if nothing_of_the_year(duty):
        return _("There is no such document yet.")
    left = [d.pk for d in _yearly(duty) if not yearly.has_been_set(d, _year_of(duty))]
    codes = Document.objects.visible_to(user).filter(pk__in=left).order_by("code")
    told = {"codes": ", ".join(codes.values_list("code", flat=True)), "year": _year_of(duty)}
    return _("Not yet approved for %(year)s: %(codes)s.") % told if told["codes"] else ""


def yearly_at(duty) -> str:
    """The document itself, where there is one; else the register."""
    known = [document for document in _yearly(duty) if not document.is_restricted]
    return known[0].get_absolute_url() if len(known) == 1 else reverse("documents:documents")


register(
    Opener(
        "documents.yearly",
        gettext_lazy("Document of the coming year"),
        prepare_for_the_year,
        year_is_set,
        yearly_at,
        yearly_asks,
        yearly_says,
        nothing_of_the_year,
    )
)


# Channels of external documents -----------------------------------------------------------------


def _looks(duty) -> dict[int, ChannelCheck | None]:
    """For each watched channel the first look since the duty began."""
    found: dict[int, ChannelCheck | None] = dict.fromkeys(
        Channel.objects.filter(is_watched=True).values_list("pk", flat=True)
    )
    checks = ChannelCheck.objects.filter(channel__in=list(found), day__gte=duty.starts)
    for check in checks.order_by("-day", "-pk"):
        found[check.channel_id] = check
    return found


def channels_settled(duty) -> Settled | None:
    """Every watched channel was looked at (004/4.2.3; C-08, C-39)."""
    looks = list(_looks(duty).values())
    if not looks or not all(looks):
        return None
    last = max((look for look in looks if look), key=lambda look: (look.day, look.pk))
    return Settled(last.day, last)


def channels_ask(duties: Sequence[Any]) -> dict[int, set[int]]:
    """Who is asked to look at a channel is not asked by the duty too."""
    watched = Channel.objects.filter(is_watched=True).values_list("pk", flat=True)
    people = everybody(waiting(Channel, watched, WATCH))
    return {duty.pk: people for duty in duties}


def nothing_watched(duty) -> bool:
    """No channel is watched."""
    return not Channel.objects.filter(is_watched=True).exists()


def channels_say(duty, user) -> str:
    """Which channels are left."""
    looks = _looks(duty)
    if not looks:
        return _("No channel is watched.")
    left = [key for key, look in looks.items() if look is None]
    names = ", ".join(str(one) for one in Channel.objects.visible_to(user).filter(pk__in=left))
    return _("Still to be looked at: %(names)s.") % {"names": names} if names else ""


register(
    Opener(
        "documents.channels",
        gettext_lazy("Channels of external documents"),
        settled=channels_settled,
        address=lambda duty: reverse("documents:channels"),
        asks=channels_ask,
        says=channels_say,
        by_hand=nothing_watched,
    )
)


# Acquaintance with what came into force ----------------------------------------------------------


def _first_readings(duty):
    return Reading.objects.filter(version=duty.subject_id, round=1, start_on=None)


def readings_settled(duty) -> Settled | None:
    """Everybody who was asked when it came into force has read it (004/4.2.3, 5.5.3; C-40)."""
    version = duty.subject
    if version is None:
        return None
    began = version.in_force_from or duty.starts
    if version.ended_on:
        return Settled(max(version.ended_on, began), version)
    if _first_readings(duty).open().exists():
        return None
    rows = _first_readings(duty).values_list("read_at", "waived_at")
    ended = [read or waived for read, waived in rows]
    return Settled(max([localdate(at) for at in ended if at] + [began]), version)


def readings_say(duty, user) -> str:
    """How many have not read it yet."""
    left = _first_readings(duty).open().count()
    return _("Not read yet: %(count)s.") % {"count": left} if left else ""


register(
    Opener(
        "documents.readings",
        gettext_lazy("Acquaintance with the document"),
        lambda duty: duty.subject,
        readings_settled,
        lambda duty: f"{duty.subject.get_absolute_url()}?tab=readings" if duty.subject else "",
        says=readings_say,
    )
)
