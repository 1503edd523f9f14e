"""What the year holds about a person, and what of it goes when their data is erased."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import numeric
from common.models.history import restated
from common.personal import Holding, collects, erases
from planning.models import Duty


@collects
def duties(person) -> list[Holding]:
    """The duties that this person closed, was given, or that were about this person."""
    rows = Duty.objects.filter(Q(closed_by=person) | Q(given_to=person) | Q(pk__in=_about(person)))
    columns = [_("Duty"), _("Due"), _("State"), _("Note")]
    return [
        Holding(
            _("Duties of the year"),
            columns,
            [
                [duty.headline, numeric(duty.due), duty.get_state_display(), duty.note]
                for duty in rows.select_related("obligation")
            ],
        )
    ]


@erases
def names_in_duties(person) -> list[list]:
    """The name goes from what the duties say of whom they were about, also from their history."""
    keys = list(_about(person).exclude(subject_text="").values_list("pk", flat=True))
    changed = Duty.history.filter(id__in=keys).exclude(subject_text="")
    rows = list(changed.values_list("history_id", flat=True))
    Duty.history.filter(history_id__in=rows).update(subject_text="")
    Duty.objects.filter(pk__in=keys).update(subject_text="")
    return restated(Duty.history.filter(history_id__in=rows))


def _about(person):
    kind = ContentType.objects.get_for_model(person)
    return Duty.objects.filter(subject_type=kind, subject_id=person.pk)
