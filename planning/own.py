"""What the year has for each person alone: the address of their calendar."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import personal
from common.dates import date_and_time
from common.personal import Holding
from people.own_pages import OwnPage, offer
from planning.models import CalendarFeed

offer(OwnPage(gettext_lazy("Calendar address"), "planning:feed", "planning.own_feed"))


@personal.collects
def calendar_address(person) -> list[Holding]:
    """When the address was made, and when a calendar asked last; never the address."""
    rows = CalendarFeed.objects.filter(person=person).exclude(made_at=None)
    return [
        Holding(
            _("Calendar address"),
            [_("Made"), _("Last read")],
            [
                [
                    row.made_at and date_and_time(row.made_at),
                    date_and_time(row.read_at) if row.read_at else "—",
                ]
                for row in rows
            ],
        )
    ]


@personal.erases
def remove_address(person) -> list[list]:
    """The address goes with the rest."""
    CalendarFeed.objects.filter(person=person).delete()
    return []
