"""The year in one line, for the home page of who answers for it."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.models import Duty


def year_tile(user) -> dict:
    """How many duties are late, and how many fall due by the end of the week."""
    today = localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    rows = Duty.objects.visible_to(user).open()
    count = rows.aggregate(
        late=Count("pk", filter=Q(due__lt=today)),
        week=Count("pk", filter=Q(due__range=(today, sunday))),
    )
    words = ngettext("%(count)s more this week", "%(count)s more this week", count["week"])
    return {
        "label": _("The year: late"),
        "number": count["late"],
        "url": f"{reverse('planning:state')}#late",
        "tone": "red" if count["late"] else "green",
        "hint": words % {"count": count["week"]},
    }
