"""Plain things for tests of the year: obligations with invented names, duties, a frozen day."""

from datetime import date

import time_machine

from people.models import Power
from planning import opening
from planning.models import Duty, Obligation

YEARLY = {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"}


def obligation(code="plan", rule=None, power="planning.manage", **values) -> Obligation:
    """An obligation that a power answers for, unless a position is said."""
    if "owner_position" not in values and not values.get("owner_of_subject"):
        name = {"ky": f"Ыйгарым {power}", "en": f"Power {power}"}
        values["owner_power"], _made = Power.objects.get_or_create(
            code=power, defaults={"name": name}
        )
    return Obligation.objects.create(
        code=code,
        name=values.pop("name", {"ky": f"Милдет {code}", "en": f"Work {code}"}),
        rule=rule or YEARLY,
        since=values.pop("since", date(2027, 1, 1)),
        **values,
    )


def on(day: str):
    """A day on which time stands still."""
    return time_machine.travel(f"{day}T09:00:00+06:00", tick=False)


def opened(one: Obligation) -> Duty:
    """The one duty that the sweep opens of it today."""
    opening.keep_the_year()
    return one.duties.get()
