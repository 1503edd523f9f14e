"""Planned and held meetings in the calendar and in the addresses of calendars (004/5.5.3)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType

from planning.models import Duty, Meeting

STATES = {
    Meeting.State.PLANNED: "planned",
    Meeting.State.OPEN: "open",
    Meeting.State.HELD: "open",
    Meeting.State.AGREEING: "open",
    Meeting.State.APPROVED: "done",
    Meeting.State.CANCELLED: "dropped",
}


def meetings_between(user, since: date, until: date, *, mine: bool) -> Iterable[dict[str, Any]]:
    """What an entry of the calendar says of each meeting; those that a duty of the calendar
    opened stand there by their duty, unless they are one's own.
    """
    rows = Meeting.objects.visible_to(user).filter(day__range=(since, until)).for_list()
    if mine:
        rows = rows.filter(pk__in=Meeting.objects.of(user).values("pk"))
    else:
        kind = ContentType.objects.get_for_model(Meeting)
        opened = Duty.objects.filter(opened_type=kind, opened_id__isnull=False)
        rows = rows.exclude(pk__in=opened.values("opened_id"))
    for one in rows.order_by("day", "starts", "pk"):
        yield {
            "due": one.day,
            "starts": one.day,
            "title": one.title,
            "state": STATES[Meeting.State(one.state)],
            "url": one.get_absolute_url(),
            "key": f"meeting:{one.pk}",
            "row": f"meeting:{one.kind_id}",
            "hour": one.starts,
            "people": tuple(person for person in (one.chair,) if person),
        }
