"""What criteria hold about a person, and why a name may have to stay."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import numeric
from common.personal import Holding, collects, keeps
from monitoring.models import CriteriaSet


def _of(person):
    return CriteriaSet.objects.filter(Q(author=person) | Q(revised_by=person))


@collects
def criteria(person) -> list[Holding]:
    """Criteria that this person wrote or revised."""
    return [
        Holding(
            _("Criteria and indicators"),
            [_("Criteria"), _("Revised on"), _("State")],
            [
                [
                    str(one),
                    numeric(one.revised_on) if one.revised_on else "",
                    one.get_state_display(),
                ]
                for one in _of(person).for_list()
            ],
        )
    ]


@keeps
def named_in_criteria(person) -> str:
    """What was approved keeps the name of who revised it (000/3.3)."""
    found = _of(person).filter(approved_at__isnull=False)
    return _("Approved criteria name this person.") if found.exists() else ""
