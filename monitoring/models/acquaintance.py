"""That an employee looked at the own result (000/4.3)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.models import Todo, deed, record

from .appeal import ResultReading
from .campaign_deeds import ACQUAINT
from .participant import Participant


def acquaint(participant: Participant, *, by) -> ResultReading:
    """“I have seen it”: noted once, whoever presses twice; the to-do ends."""
    with deed(by=by):
        held = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if not by.has_perm("monitoring.view_own_result", held):
            raise PermissionDenied
        reading: Any = ResultReading.objects.filter(participant=held).first()
        if reading is None or not is_of_now(reading):
            reading = reading or ResultReading(participant=held)
            reading.at, reading._change_reason = timezone.now(), "acquaint"
            reading.save()
            record(held, "acquaint", by=by)
        Todo.objects.about(held).filter(kind=ACQUAINT).done()
    return reading


def is_of_now(reading: ResultReading) -> bool:
    """Whether it was the result that counts now; one computed anew is looked at anew."""
    rows = reading.participant.results.filter(result__superseded_at=None)
    return not rows.filter(result__computed_at__gt=reading.at).exists()
