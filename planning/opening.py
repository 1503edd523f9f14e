"""What the year does by itself: opens duties before their day, closes what is settled, asks who
answers today, warns before, tells higher up after. Each is a sweep that may run at any time, twice,
or beside itself; after days without a worker it does what was left, once (PK-04; 004/8.1).
"""

import logging
from collections import defaultdict
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.caller import SYSTEM
from common.models import StepNotAllowed, Todo, deed, record
from common.working_days import working_days
from people.models import Person
from planning import events, following, openers, recurrence
from planning.models import Duty, DutyWarning, Obligation
from planning.models.duty import TODO, TOLD
from planning.timetable import BACK, Coming, Timetable, key_of

log = logging.getLogger(__name__)

AHEAD = timedelta(days=370)  # the longest lead: what opens today is due by then
LONGEST_WEEK = 7  # the last working week opens on its Monday where no lead is set
AFTER = -1  # the day after: the first of the reminders to come too late


def keep_the_year() -> None:
    """One tick of the year."""
    today = localdate()
    for sweep in (open_due, open_planned, open_events, settle, ask_today, warn):
        try:
            sweep(today)
        except Exception:
            log.exception("The year could not be kept: %s.", sweep.__name__)


# Opening ------------------------------------------------------------------------------------


def open_due(today: date) -> int:
    """Open the duties whose time has come, of all obligations of a dated rule."""
    timetable = Timetable(
        obligations=Obligation.objects.in_use(today).select_related("owner_power", "owner_position")
    )
    wanted: dict[int, list[Duty]] = defaultdict(list)
    for one in timetable.obligations.values():
        last = today + timedelta(days=one.lead_days + LONGEST_WEEK)
        for coming in timetable.coming(today - BACK, last, [one]):
            if coming.starts <= today:
                wanted[one.pk] += duties_of(coming, timetable)
    opened = 0
    for key, duties in wanted.items():
        try:
            opened += len(Duty.objects.put_forward(timetable.obligations[key], duties, by=SYSTEM))
        except Exception:
            log.exception("Duties of obligation %s could not be opened.", key)
    return opened


def duties_of(coming: Coming, timetable: Timetable) -> list[Duty]:
    """The rows of one day of an obligation: one, or one for each of what it is per."""
    return [_duty(coming, thing) for thing in timetable.things(coming.obligation, coming.due)]


def _duty(coming: Coming, thing=None, **values) -> Duty:
    one, due = coming.obligation, values.pop("due", coming.due)
    values.setdefault("state", Duty.State.OPEN)
    return Duty(
        obligation=one,
        key=key_of(coming.occurrence, thing),
        rule=one.rule,
        year=coming.year,
        starts=min(coming.starts, due),
        due=due,
        planned_due=coming.due,
        **(about(thing) | values),
    )


def about(thing, words: str = "") -> dict:
    """What a duty keeps of the thing it is about."""
    if thing is None:
        return {"subject_text": words[:300]}
    document = getattr(thing, "document", thing)
    return {
        "subject": thing,
        "subject_text": (words or str(thing))[:300],
        "is_restricted": bool(getattr(document, "is_restricted", False)),
    }


def plan_ahead(
    obligation: Obligation, nominal: date, *, due: date, reason: str, by
) -> tuple[list[Duty], list[following.Moved]]:
    """Set another day for a time that is not opened yet, and say why (education 3.25, “moved”):
    its duties, and what is counted from them and moved along.
    """
    today = localdate()
    timetable = Timetable()
    days = timetable.coming(today - BACK, nominal + AHEAD, [obligation])
    coming = next((day for day in days if day.occurrence.nominal == nominal), None)
    if coming is None:
        raise StepNotAllowed(_("This day was opened already, or is no day of the obligation."))
    things = timetable.things(obligation, max(coming.due, due))
    state = Duty.State.OPEN if min(coming.starts, due) <= today else Duty.State.SCHEDULED
    rows = [_duty(coming, thing, due=due, state=state) for thing in things]
    with deed(by=by):
        made = Duty.objects.put_forward(obligation, rows, by=by)
        for duty in made:
            record(
                duty, "move", by=by, before=coming.due.isoformat(), due=due.isoformat(), why=reason
            )
        return made, following.follow(by=by)


def open_planned(today: date) -> None:
    """Open what somebody planned ahead, when its time has come."""
    for duty in Duty.objects.filter(state=Duty.State.SCHEDULED, starts__lte=today):
        _alone(duty, lambda found: found.open(by=SYSTEM))


def open_events(today: date) -> None:
    """Open a duty for each thing that happened since the obligation is kept, and in time for what
    is to happen on a day that is known.
    """
    for obligation in Obligation.objects.in_use(today).filter(rule__has_key="event"):
        event = events.get(obligation.rule["event"])
        if event is None or event.since is None:
            continue
        try:
            found = event.since(max(obligation.since, today - BACK))
            rows = _rows(obligation, [one for one in found if event.concerns(obligation, one)])
            near = [row for row in rows if row.state == Duty.State.OPEN]
            Duty.objects.put_forward(obligation, near, by=SYSTEM)
        except Exception:
            log.exception("What happened could not be asked for obligation %s.", obligation.pk)


def tell(obligation: Obligation, happened: events.Happened, *, by) -> list[Duty]:
    """Somebody says that it happened, or on which day it is to: what no procedure finds yet.

    The same of the same day is told once, by whatever form it comes.
    """
    same = Duty.objects.filter(obligation=obligation, base=happened.on)
    same = same.filter(subject_text=happened.words[:300]).exclude(key=f"event:{happened.key}")
    if happened.words and same.exists():
        raise ValidationError(_("This was told already for that day: look at its duty."))
    return Duty.objects.put_forward(obligation, _rows(obligation, [happened]), by=by)


def _rows(obligation: Obligation, happened: list[events.Happened]) -> list[Duty]:
    calendar, rule, rows = working_days(), obligation.rule, []
    for one in happened:
        due = recurrence.counted(rule, one.on, calendar)
        early = min(one.on, due - timedelta(days=obligation.lead_days))
        starts = one.on if one.on <= localdate() else early
        rows.append(
            Duty(
                obligation=obligation,
                key=f"event:{one.key}"[:120],
                rule=rule,
                state=Duty.State.OPEN if starts <= localdate() else Duty.State.SCHEDULED,
                base=one.on,
                year=one.on.year + rule.get("year", 0),
                starts=starts,
                due=due,
                **about(one.subject, one.words),
            )
        )
    return rows


# Every day ----------------------------------------------------------------------------------


def settle(today: date) -> None:
    """Close what its procedure shows to be done, but nothing that somebody opened again."""
    rows = Duty.objects.open().filter(obligation__opener__in=list(openers.all_openers()))
    again = Duty.objects.opened_again().values("pk")
    for duty in rows.exclude(pk__in=again).select_related("obligation"):
        if not duty.obligation.is_closed_by_hand:
            _alone(duty, _settle)


def _settle(duty: Duty) -> None:
    opener = openers.get(duty.obligation.opener)
    done = opener.settled(duty) if opener else None
    if done and not duty.blocked_by():
        duty.close(by=SYSTEM, done_on=done.on, note=done.note, record=done.record)


def ask_today(today: date) -> None:
    """Who answers may differ from yesterday - a leaver, a substitution: the to-dos follow."""
    groups: dict[int, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.open().for_list():
        groups[duty.obligation_id].append(duty)
    kind = ContentType.objects.get_for_model(Duty)
    waits: dict[int, set[int]] = defaultdict(set)
    todos = Todo.objects.waiting().filter(content_type=kind, kind=TODO)
    for key, person in todos.values_list("object_id", "person_id"):
        waits[key].add(person)
    known: dict[tuple, set[int]] = {}  # who answers, by each power and position, is asked once
    for duties in groups.values():
        asked = Duty.asked_of(duties[0].obligation, duties, known)
        for duty in duties:
            if asked[duty.pk] != waits[duty.pk]:
                _alone(duty, Duty.ask_today)


def warn(today: date) -> None:
    """Remind before the day, and after it tell higher up, each once for each day set."""
    rows = Duty.objects.open().select_related(
        "obligation__owner_power", "obligation__owner_position"
    )
    told: dict[int, set[tuple]] = defaultdict(set)
    known = DutyWarning.objects.filter(duty__state=Duty.State.OPEN)
    for key, *what in known.values_list("duty", "kind", "level", "due"):
        told[key].add(tuple(what))
    for duty in rows:
        wanted = [w for w in warnings_of(duty, today) if w not in told[duty.pk]]
        if wanted:
            _alone(duty, lambda found, wanted=wanted: _warn(found, wanted))


def warnings_of(duty: Duty, today: date) -> list[tuple[str, int, date]]:
    """What is to have been told of a duty by today: kind, which one, and for which day."""
    opened, due = localdate(duty.opened_at), duty.due
    days = [*duty.obligation.remind, AFTER]
    found = [
        (DutyWarning.Kind.REMIND.value, before, due)
        for before in days
        if opened < due - timedelta(days=before) <= today
    ]
    for level, step in enumerate(duty.obligation.escalate):
        if due + timedelta(days=step["days"]) <= today:
            found.append((DutyWarning.Kind.ESCALATE.value, level, due))
    return found


def _warn(duty: Duty, wanted: list[tuple]) -> None:
    with deed(by=SYSTEM):
        held = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
        if held.state != Duty.State.OPEN or held.due != duty.due:
            return
        fresh = []
        for kind, level, due in wanted:
            _row, made = DutyWarning.objects.get_or_create(
                duty=duty, kind=kind, level=level, due=due
            )
            if made:
                fresh.append((kind, level))
        reminders = [level for kind, level in fresh if kind == DutyWarning.Kind.REMIND]
        if reminders:  # of several that were slept through, the last alone is told
            record(duty, "remind", by=SYSTEM, days=min(reminders))
        for kind, level in fresh:
            if kind == DutyWarning.Kind.ESCALATE:
                _tell_higher_up(duty, level)


def _tell_higher_up(duty: Duty, level: int) -> None:
    one = duty.obligation
    people = list(duty.answering())
    above = one.above(one.escalate[level]["to"], people).exclude(pk__in=[p.pk for p in people])
    if duty.is_restricted:
        above = above.filter(pk__in=Person.objects.holding("documents.top", own=True).values("pk"))
    asked = [person.pk for person in above]
    Todo.objects.ask(above, TOLD, duty, due=duty.due)
    record(duty, "escalate", by=SYSTEM, level=level + 1, people=asked)


def _alone(duty: Duty, act) -> None:
    """One duty in a transaction of its own; what goes wrong with it does not stop the others."""
    try:
        with transaction.atomic():
            act(duty)
    except StepNotAllowed:
        log.info("Duty %s was moved on by another worker.", duty.pk)
    except Exception:
        log.exception("Duty %s could not be looked after.", duty.pk)
