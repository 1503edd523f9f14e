"""What protocols hold about a person besides where they sat: their opinions (domain 2.6, 2.7)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import date_and_time
from common.personal import Holding, collects, keeps
from planning.models import Dissent, Meeting


@collects
def opinions(person) -> list[Holding]:
    """The dissenting opinions that this person gave."""
    rows = Dissent.objects.filter(person=person).select_related("meeting__kind")
    return [
        Holding(
            _("Dissenting opinions"),
            [_("Meeting"), _("Given"), _("Text")],
            [[str(one.meeting), date_and_time(one.given_at), one.text] for one in rows],
        )
    ]


@keeps
def protocols_name(person) -> str:
    """A numbered protocol keeps the names of who led it, spoke and was told to do something."""
    named = (
        Q(chair=person)
        | Q(secretary=person)
        | Q(items__speaker=person)
        | Q(items__decisions__responsible=person)
    )
    there = Meeting.objects.filter(named).exclude(number="").exists()
    return _("Protocols of meetings name this person.") if there else ""
