"""Who takes no place, who left while the campaign runs (000/3.1; decisions: the management says so,
not the employee).
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.caller import SYSTEM
from common.models import Todo, deed, record
from monitoring import scored
from monitoring.models import Campaign, Participant
from people.models import Appointment

UNTIL_COUNTED = ("formed", "collecting", "scoring")
SYSTEM.allowed.add("monitoring.change_participants")  # those who left are noted by themselves


def _hold(participant: Participant, by) -> None:
    campaign = participant.campaign
    campaign.refresh_from_db(from_queryset=Campaign._base_manager.select_for_update())
    if not by.has_perm("monitoring.change_participants", campaign):
        raise PermissionDenied
    if campaign.state not in UNTIL_COUNTED:
        raise ValidationError(_("The results are computed already: it is not changed any more."))
    participant.refresh_from_db()


def leave_out(participant: Participant, *, by, reason: str) -> None:
    """Scored and shown, and takes no place; without a reason it takes part again."""
    with deed(by=by):
        _hold(participant, by)
        participant.out_reason = reason.strip()
        participant.revision += 1
        name = "leave_out" if participant.out_reason else "take_in"
        participant._change_reason = name  # type: ignore[attr-defined]
        participant.save()
        record(participant, name, by=by)


def name(campaign: Campaign, *, by, rows, new=()) -> None:
    """Put on the list what is to be scored, with what the house did not know before (004/7.4)."""
    with deed(by=by):
        kind = scored.get(campaign.kind.subject)
        made = [kind.new(one, by=by) for one in new] if kind.new else []
        campaign.name_participants([*rows, *made], by=by)


def why_not_taken_off(participant: Participant) -> str:
    """Why somebody does not come off the list now; nothing while they may."""
    if words := participant.campaign.why_not_named():
        return words
    if participant.materials.exists():
        return _("Material is brought already: note that this participant left.")
    return ""


def take_off(participant: Participant, *, by) -> None:
    """Named by mistake: off the list, while nobody scores; nothing is asked of them any more."""
    campaign = participant.campaign
    with deed(by=by):
        campaign.refresh_from_db(from_queryset=Campaign._base_manager.select_for_update())
        if not by.has_perm("monitoring.change_participants", campaign):
            raise PermissionDenied
        if words := why_not_taken_off(participant):
            raise ValidationError(words)
        Todo.objects.about(participant).done()
        record(campaign, "take_off", by=by, number=participant.number)
        participant._change_reason = "take_off"  # type: ignore[attr-defined]
        participant.delete()


def note_left(participant: Participant, *, by, on, reason: str) -> None:
    """Left before the end: what was scored stays on the sheets and takes no place; nobody scores
    them any more and nothing is asked of them.
    """
    with deed(by=by):
        _hold(participant, by)
        if participant.left_on:
            raise ValidationError(_("It is noted already."))
        if on > localdate():
            raise ValidationError({"on": _("This day has not come yet.")})
        participant.left_on, participant.left_reason = on, reason
        participant.revision += 1
        participant._change_reason = "note_left"  # type: ignore[attr-defined]
        participant.save()
        Todo.objects.about(participant).done()
        participant.campaign.forget_spread(participant=participant)
        record(participant, "note_left", by=by, on=on.isoformat())


def note_leavers(campaign: Campaign) -> int:
    """Those who no longer belong to what all takes part: noted with their last day, once."""
    if campaign.state not in UNTIL_COUNTED or not campaign.kind.takes_all:
        return 0
    there = scored.get(campaign.kind.subject).all(campaign).order_by().values("pk")
    gone = list(campaign.participants.scored().exclude(subject_id__in=there))
    held = Appointment.objects.filter(person__in=[one.person_id for one in gone])
    last = dict(held.order_by("until").exclude(until=None).values_list("person", "until"))
    with override(settings.LANGUAGE_CODE):
        for one in gone:
            day = min(last.get(one.person_id) or localdate(), localdate())
            note_left(one, by=SYSTEM, on=day, reason=_("Does not work here any more"))
    return len(gone)
