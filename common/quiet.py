"""When a reader wants no mail: on days off, in hours of their own. Urgent letters go anyway."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from common.models import Letter
from common.working_days import WorkingDays

FURTHEST = 60  # days: no holidays are longer, and a calendar without a working day must not bind us


def moment_at(day: date, at: time) -> datetime:
    """A moment of our clock; where the clock was put forward over it, the first one after."""
    return timezone.make_aware(datetime.combine(day, at))


def wants_quiet(person, day: date, calendar: WorkingDays) -> bool:
    """Whether this reader gets no mail on a day."""
    return person.quiet_days and not calendar.is_working(day)


def quiet_until(person, now: datetime, calendar: WorkingDays, morning: time) -> datetime | None:
    """When mail may go to this reader, if that is not now; on a day off, the next morning."""
    moment = timezone.localtime(now)
    for _try in range(FURTHEST):
        if wants_quiet(person, moment.date(), calendar):
            moment = moment_at(moment.date() + timedelta(days=1), morning)
        elif end := _end_of_quiet_hours(person, moment):
            moment = end
        else:
            break
    else:
        return None
    return moment if moment > now else None


def _end_of_quiet_hours(person, moment: datetime) -> datetime | None:
    since, until = person.quiet_from, person.quiet_until
    if since is None or until is None or since == until:
        return None
    clock = moment.time()
    if since < until:
        return moment_at(moment.date(), until) if since <= clock < until else None
    if clock >= since:  # over midnight
        return moment_at(moment.date() + timedelta(days=1), until)
    return moment_at(moment.date(), until) if clock < until else None


def put_off(letter: Letter, calendar: WorkingDays, morning: time) -> bool:
    """Whether a letter waits for the end of its reader's quiet; it is told until when."""
    if letter.urgent or letter.state != Letter.State.WAITING:
        return False
    until = quiet_until(letter.person, timezone.now(), calendar, morning)
    if until:
        letter.put_off(until)
    return until is not None
