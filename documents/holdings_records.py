"""What the archive holds about a person: what they made, noticed as lost, set on hold."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import numeric
from common.personal import Holding, collects, keeps
from documents.models import DisposalAct, Hold, Material, Record, RecordLoss, RetentionChange


@collects
def records(person) -> list[Holding]:
    """Records and materials of this person, holds over what is theirs."""
    mine = Record.objects.filter(author=person).select_related("case")
    materials = Material.objects.filter(author=person)
    held = Hold.objects.filter(Q(person=person) | Q(set_by=person))
    return [
        Holding(
            _("Records"),
            [_("No."), _("Title"), _("Date"), _("State")],
            [
                [kept.identifier, kept.title, numeric(kept.date), kept.get_state_display()]
                for kept in mine
            ],
        ),
        Holding(
            _("Quality materials"),
            [_("Title"), _("Date")],
            [[one.title, numeric(one.date)] for one in materials],
        ),
        Holding(
            _("Holds"),
            [_("Name"), _("Basis"), _("From")],
            [[hold.name, hold.basis, numeric(hold.since)] for hold in held],
        ),
    ]


@keeps
def archive_names(person) -> str:
    """A closed record keeps the name of its author; an act, a hold and a loss theirs."""
    kept = Record.objects.filter(Q(author=person) | Q(closed_by=person) | Q(readers=person))
    names = (
        kept,
        Material.objects.filter(author=person),
        Hold.objects.filter(Q(person=person) | Q(set_by=person)),
        RecordLoss.objects.filter(
            Q(noticed_by=person) | Q(entered_by=person) | Q(restored_by=person)
        ),
        RetentionChange.objects.filter(by=person),
        DisposalAct.objects.filter(Q(author=person) | Q(commission=person)),
    )
    if any(rows.exists() for rows in names):
        return _("Records that are kept name this person.")
    return ""
