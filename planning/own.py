"""What the year has for each person alone: the address of their calendar."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import personal
from common.dates import date_and_time
from common.personal import Holding
from people.own_pages import OwnPage, offer
from planning.models import CalendarFeed

offer(OwnPage(gettext_lazy("Calendar address"), "planning:feed", "planning.own_feed"))


def _moment(when: datetime | None) -> str:
    return date_and_time(when) if when else "—"


@personal.collects
def calendar_address(person) -> list[Holding]:
    """When the address was made, and when a calendar asked last; never the address."""
    rows = CalendarFeed.objects.filter(person=person).exclude(made_at=None)
    return [
        Holding(
            _("Calendar address"),
            [_("Made"), _("Last read")],
            [[_moment(row.made_at), _moment(row.read_at)] for row in rows],
        )
    ]


@personal.erases
def remove_address(person) -> list[list]:
    """The address goes with the rest."""
    CalendarFeed.objects.filter(person=person).delete()
    return []
