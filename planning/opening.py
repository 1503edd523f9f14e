"""What the year does by itself: opens duties before their day, closes what is settled, asks who
answers today, warns before, tells higher up after. Each is a sweep that may run at any time, twice,
or beside itself; after days without a worker it does what was left, once (PK-04; 004/8.1).
"""

import logging
from collections import defaultdict
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.caller import SYSTEM
from common.dates import numeric
from common.models import StepNotAllowed, Todo, deed, record
from common.working_days import on_change, working_days
from people.models import Person
from planning import events, openers, recurrence, subjects
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
                wanted[one.pk] += duties_of(coming)
    opened = 0
    for key, duties in wanted.items():
        try:
            opened += len(Duty.objects.put_forward(timetable.obligations[key], duties, by=SYSTEM))
        except Exception:
            log.exception("Duties of obligation %s could not be opened.", key)
    return opened


def duties_of(coming: Coming) -> list[Duty]:
    """The rows of one day of an obligation: one, or one for each of what it is per."""
    one = coming.obligation
    things = subjects.of(one.per) if one.per else [None]
    return [_duty(coming, thing) for thing in things]


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


def plan_ahead(obligation: Obligation, nominal: date, *, due: date, reason: str, by) -> list[Duty]:
    """Set another day for a time that is not opened yet, and say why (education 3.25, “moved”)."""
    today = localdate()
    timetable = Timetable()
    days = timetable.coming(today - BACK, nominal + AHEAD, [obligation])
    coming = next((day for day in days if day.occurrence.nominal == nominal), None)
    if coming is None:
        raise StepNotAllowed(_("This day was opened already, or is no day of the obligation."))
    things = subjects.of(obligation.per) if obligation.per else [None]
    state = Duty.State.OPEN if min(coming.starts, due) <= today else Duty.State.SCHEDULED
    rows = [_duty(coming, thing, due=due, state=state) for thing in things]
    with deed(by=by):
        made = Duty.objects.put_forward(obligation, rows, by=by)
        for duty in made:
            record(
                duty, "move", by=by, before=coming.due.isoformat(), due=due.isoformat(), why=reason
            )
    return made


def open_planned(today: date) -> None:
    """Open what somebody planned ahead, when its time has come."""
    for duty in Duty.objects.filter(state=Duty.State.SCHEDULED, starts__lte=today):
        _alone(duty, lambda found: found.open(by=SYSTEM))


def open_events(today: date) -> None:
    """Open a duty for each thing that happened since the obligation is kept."""
    for obligation in Obligation.objects.in_use(today).filter(rule__has_key="event"):
        event = events.get(obligation.rule["event"])
        if event is None or event.since is None:
            continue
        try:
            happened = list(event.since(max(obligation.since, today - BACK)))
            _put_forward(obligation, happened, by=SYSTEM)
        except Exception:
            log.exception("What happened could not be asked for obligation %s.", obligation.pk)


def tell(obligation: Obligation, happened: events.Happened, *, by) -> list[Duty]:
    """Somebody says that it happened: an event that no procedure finds yet."""
    return _put_forward(obligation, [happened], by=by)


def _put_forward(obligation: Obligation, happened: list[events.Happened], *, by) -> list[Duty]:
    calendar, rule = working_days(), obligation.rule
    rows = [
        Duty(
            obligation=obligation,
            key=f"event:{one.key}"[:120],
            rule=rule,
            state=Duty.State.OPEN,
            base=one.on,
            year=one.on.year + rule.get("year", 0),
            starts=one.on,
            due=recurrence.counted(rule, one.on, calendar),
            **about(one.subject, one.words),
        )
        for one in happened
    ]
    return Duty.objects.put_forward(obligation, rows, by=by) if rows else []


# Every day ----------------------------------------------------------------------------------


def settle(today: date) -> None:
    """Close what its procedure shows to be done."""
    codes = list(openers.all_openers())
    for duty in (
        Duty.objects.open().filter(obligation__opener__in=codes).select_related("obligation")
    ):
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
    asked = Todo.objects.waiting().filter(content_type=kind, kind=TODO)
    for key, person in asked.values_list("object_id", "person_id"):
        waits[key].add(person)
    here = set(Person.objects.employees().values_list("pk", flat=True))
    answering: dict[tuple, set[int]] = {}  # of each power and position, asked once
    for duties in groups.values():
        one = duties[0].obligation
        owner = (one.owner_power_id, one.owner_position_id)
        if not one.owner_of_subject and owner not in answering:
            answering[owner] = {person.pk for person in one.answering()}
        people = None if one.owner_of_subject else answering[owner]
        for duty in duties:
            wanted = {duty.given_to_id} if duty.given_to_id in here else people
            if wanted is None:
                wanted = {person.pk for person in one.answering(duty.subject)}
            if wanted != waits[duty.pk]:
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
    opened, due = duty.opened_at.date(), duty.due
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


# The calendar changes -----------------------------------------------------------------------


def follow_the_calendar(years, *, by) -> list[str]:
    """Working days were changed: what is not yet due and was not moved by hand moves along."""
    today, timetable, moved = localdate(), Timetable(), []
    rows = Duty.objects.filter(state__in=[Duty.State.OPEN, Duty.State.SCHEDULED], due__gte=today)
    for duty in rows.select_related("obligation"):
        due = timetable.recomputed(duty)
        if due is None or duty.is_moved or due in (duty.due, None) or due < today:
            continue
        before = duty.due
        duty.planned_due = due
        duty.shift_to(due, "move_by_calendar")
        record(duty, "move_by_calendar", by=by, before=before.isoformat(), due=due.isoformat())
        words = {"name": duty.headline, "before": numeric(before), "due": numeric(due)}
        moved.append(_("%(name)s: %(before)s → %(due)s") % words)
    return moved


on_change.append(follow_the_calendar)
