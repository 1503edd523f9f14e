"""When people began to work here: the first of the appointments that follow each other."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from people.models import Appointment

ONE_DAY = timedelta(days=1)
FOREVER = date(9000, 1, 1)


def beginnings(appointments: Iterable[Appointment]) -> Iterator[Appointment]:
    """Those by which a person came, newly or again; who held a position to the day before, or
    holds another one, begins nothing. They are given in the order of their days.
    """
    until: dict[int, date] = {}
    for one in appointments:
        last = until.get(one.person_id)
        if last is None or one.since > last + ONE_DAY:
            yield one
        until[one.person_id] = max(last or date.min, one.until or FOREVER)
