"""Plain things for tests of the year: invented obligations, duties, days off, a frozen day."""

from datetime import date, timedelta
from types import SimpleNamespace

import time_machine

from common.models import Todo, TranslatedText
from common.working_days import WorkingDays
from people.models import Power
from planning import opening
from planning.models import Duty, Obligation

YEARLY = {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"}
NEVER = {"event": "never", "days": 1}


def obligation(code="plan", rule=YEARLY, power="planning.manage", **values) -> Obligation:
    """An obligation that a power answers for, unless a position or nobody is said."""
    held = None
    if power and not values.get("owner_position") and not values.get("owner_of_subject"):
        name = {"ky": f"Ыйгарым {power}", "en": f"Power {power}"}
        held, _made = Power.objects.get_or_create(code=power, defaults={"name": name})
    given = {
        "name": {"ky": f"Милдет {code}", "ru": f"Дело {code}", "en": f"Work {code}"},
        "owner_power": held,
        "since": date(2027, 1, 1),
    }
    return Obligation.objects.create(code=code, rule=rule, **given | values)


def quiet(code="plan", **values) -> Obligation:
    """An obligation that opens nothing by itself unless a rule is said; named by its code."""
    name = dict.fromkeys(("ky", "ru", "en"), code)
    return obligation(code, **{"rule": NEVER, "since": date(2020, 1, 1), "name": name} | values)


def on(day: str):
    """Nine in the morning of a day in Bishkek, and time stands still."""
    return time_machine.travel(f"{day}T09:00:00+06:00", tick=False)


def opened(one: Obligation) -> Duty:
    """The one duty that the sweep opens of it today."""
    opening.keep_the_year()
    return one.duties.get()


def duty(one: Obligation, due: date, *users, kind="planning.duty", **values) -> Duty:
    """A duty that is open and waits for these users."""
    given = {
        "key": f"{due.isoformat()}/{kind}/{values.get('subject_text', '')}",
        "year": due.year,
        "starts": due - timedelta(days=14),
        "due": due,
        "state": "open",
    }
    made = Duty.objects.create(obligation=one, **given | values)
    Todo.objects.ask([user.person for user in users], kind, made, due=due)
    return made


def special(day: date, kind: str, name: str, *, expected=False) -> SimpleNamespace:
    """A special day as the working calendar tells it."""
    return SimpleNamespace(
        day=day, kind=kind, name=TranslatedText({"ky": name}), is_expected=expected
    )


def calendar_of(*days) -> WorkingDays:
    return WorkingDays({one.day: one for one in days})
