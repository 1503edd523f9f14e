"""Obligations, days off and a clock for the tests of the calendar; invented."""

from datetime import date
from types import SimpleNamespace

import time_machine

from common.models import TranslatedText
from common.working_days import WorkingDays
from people.models import Power
from planning.models import Obligation

YEARLY = {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"}


def obligation(code="plan", rule=YEARLY, power="planning.manage", **values) -> Obligation:
    """One obligation that whoever holds a power answers for."""
    held = None
    if power:
        held, _made = Power.objects.get_or_create(code=power, defaults={"name": {"en": power}})
    return Obligation.objects.create(
        code=code,
        name=values.pop("name", {"ky": f"Милдет {code}", "ru": f"Дело {code}", "en": code}),
        rule=rule,
        owner_power=held,
        since=values.pop("since", date(2027, 1, 1)),
        **values,
    )


def on(day: str):
    """Nine in the morning of a day in Bishkek."""
    return time_machine.travel(f"{day}T09:00:00+06:00", tick=False)


def special(day: date, kind: str, name: str, *, expected=False) -> SimpleNamespace:
    """A special day as the working calendar tells it."""
    return SimpleNamespace(
        day=day, kind=kind, name=TranslatedText({"ky": name}), is_expected=expected
    )


def calendar_of(*days) -> WorkingDays:
    return WorkingDays({one.day: one for one in days})
