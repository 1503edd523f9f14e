"""Days of the sample: as they stand, or counted from the day of loading."""

import re
from datetime import date, timedelta

from django.utils.timezone import localdate

from people.profile import Part


def day(part: Part, key: str) -> date:
    """A date as it stands, or so many days from today: -30d, +7d."""
    value = part.part(key).value
    if isinstance(value, date):
        return value
    if match := re.fullmatch(r"([+-]?\d+)d", str(value)):
        return localdate() + timedelta(days=int(match[1]))
    raise part.fail("write a date, or days from today, as “-30d” or “+7d”.", key)
