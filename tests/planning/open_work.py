"""Plain things for tests of the year: an obligation, and a duty that waits for somebody."""

from datetime import date, timedelta

from common.models import Todo
from people.models import Power
from planning.models import Duty, Obligation


def obligation(code="plan", power="planning.manage", **values) -> Obligation:
    """Due on 1 September, of whoever holds a power; kept since a day that opens nothing."""
    held = None
    if not values.get("owner_position"):
        held, _made = Power.objects.get_or_create(code=power, defaults={"name": {"en": power}})
    given = {
        "name": {"ky": code, "en": code, "ru": code},
        "rule": {"event": "never", "days": 1},
        "owner_power": held,
        "since": date(2020, 1, 1),
    }
    return Obligation.objects.create(code=code, **given | values)


def duty(one: Obligation, due: date, *users, kind="planning.duty", **values) -> Duty:
    """A duty that is open and waits for these users."""
    subject = values.get("subject_text", "")
    made = Duty.objects.create(
        obligation=one,
        **{
            "key": f"{due.isoformat()}/{kind}/{subject}",
            "year": due.year,
            "starts": due - timedelta(days=14),
            "due": due,
            "state": "open",
        }
        | values,
    )
    Todo.objects.ask([user.person for user in users], kind, made, due=due)
    return made
