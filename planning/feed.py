"""A person's calendar as iCalendar (RFC 5545): what waits for them, and what will.

Days are all-day events; what has an hour is an event of that hour in the zone of the
organisation, which the file describes. An event keeps its name for ever (RFC 7986), and its
SEQUENCE and LAST-MODIFIED grow when it changes, so that calendars move it and not double it.
"""

import hashlib
import json
import uuid
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone, translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from common.dates import numeric
from people.models import Organisation
from planning.calendar_entries import Entries, Entry
from planning.models import CalendarFeed

BACK, AHEAD = timedelta(days=90), timedelta(days=366)
EVERY = timedelta(hours=4)
AN_HOUR = 60  # minutes: how long what has an hour takes, unless it says
NAMES = uuid.UUID("6f3f6f0e-5d0c-4d0e-9a53-0a4b7c1f2e61")  # of all events of every Sapat
STATUS = {"planned": "TENTATIVE", "dropped": "CANCELLED"}
MARKS = {"done": "✓ ", "done_late": "✓ ", "missed": "✗ ", "late": "! ", "dropped": "– "}


def entries_of(user) -> list[Entry]:
    """What waits for a person, what will in a year, and what ended in the last 90 days."""
    today = localdate()
    found = Entries(user, today - BACK, today + AHEAD, mine=True)
    return [*found.carried, *found.shown, *found.ahead]


def ics(feed: CalendarFeed, user) -> bytes:
    """The whole calendar in the person's language; what is new in it is remembered."""
    with translation.override(feed.person.language):
        now = timezone.now().replace(microsecond=0)
        found = _calendar(feed)
        told: dict[str, list] = {}
        for entry in entries_of(user):
            event = _event(entry)
            name = str(event["uid"])
            if name in told:
                continue
            told[name] = _remembered(feed.told.get(name), event, now)
            _number, sequence, moment = told[name]
            changed = datetime.fromisoformat(moment)
            event.add("sequence", sequence)
            event.add("dtstamp", changed)
            event.add("last-modified", changed)
            found.add_component(event)
        found.add_missing_timezones()
    if told != feed.told:
        feed.told = told
        feed.save(update_fields=["told"])
    return found.to_ical()


def _calendar(feed: CalendarFeed) -> Calendar:
    ours = Organisation.current()
    name = f"{ours.short_name or 'Sapat'}: {feed.person.short_name}"
    found = Calendar()
    found.add("prodid", "-//Sapat//Calendar//" + feed.person.language.upper())
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", settings.TIME_ZONE)
    found.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT4H")
    return found


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{name_of(entry)}@sapat")
    event.add("summary", MARKS.get(entry.state, "") + entry.title)
    if entry.at:
        begins = datetime.combine(entry.due, entry.at, tzinfo=timezone.get_default_timezone())
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(minutes=entry.minutes or AN_HOUR))
    else:
        event.add("dtstart", entry.due)
        event.add("dtend", entry.due + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("status", STATUS.get(entry.state, "CONFIRMED"))
    event.add("description", _description(entry))
    event["url"] = vUri(urljoin(settings.PUBLIC_BASE_URL, entry.url))
    if entry.procedure:
        event.add("categories", [entry.procedure.code])
    return event


def _description(entry: Entry) -> str:
    lines = [f"{_('State')}: {entry.label}"]
    if entry.obligation and entry.obligation.result:
        lines.append(f"{_('What comes out of it')}: {entry.obligation.result}")
    if entry.procedure:
        lines.append(f"{_('Procedure')}: {entry.procedure.code} {entry.procedure.title}")
    if entry.moved_from:
        lines.append(_("moved from %(day)s") % {"day": numeric(entry.moved_from)})
    return "\n".join(lines)


def name_of(entry: Entry) -> uuid.UUID:
    """The same name for the same thing, whether its duty was opened yet or not."""
    return uuid.uuid5(NAMES, f"{settings.PUBLIC_BASE_URL}/{entry.key}")


def _bytes(value) -> bytes:
    said = value.to_ical()
    return said if isinstance(said, bytes) else str(said).encode()


def _remembered(before: list | None, event: Event, now: datetime) -> list:
    """What was said of an event, by its digest; a change counts and carries its moment."""
    said = {name: _bytes(event[name]).hex() for name in event if name != "UID"}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
    if before and before[0] == digest:
        return before
    return [digest, before[1] + 1 if before else 0, now.isoformat()]
