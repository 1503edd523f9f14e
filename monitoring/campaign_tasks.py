"""What campaigns do by themselves: note who left, remind before the days (000/3.1, 4.1, 4.2)."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.models import JournalEntry, Todo, deed, record
from monitoring.models import Campaign
from monitoring.models.campaign_deeds import BRING
from monitoring.participant_deeds import note_leavers

log = logging.getLogger(__name__)
BEFORE = timedelta(days=3)


@shared_task
def keep_campaigns() -> None:
    """One tick of the running campaigns; a sweep that may run at any time, twice, or beside
    itself.
    """
    for campaign in Campaign.objects.running().select_related("kind"):
        try:
            note_leavers(campaign)
            remind(campaign)
        except Exception:
            log.exception("Campaign %s could not be kept.", campaign.pk)


def remind(campaign: Campaign) -> None:
    """Members and those who bring material are reminded once, three days before the day."""
    if campaign.state == Campaign.State.SCORING:
        _remind(campaign, "remind_members", campaign.scoring_until, round=campaign.round)
    elif campaign.state == Campaign.State.COLLECTING and campaign.material_until:
        _remind(campaign, "remind_material", campaign.material_until)


def _remind(campaign: Campaign, name: str, day, **details) -> None:
    if not day - BEFORE <= localdate() <= day:
        return
    with deed(by=SYSTEM):
        campaign.refresh_from_db(from_queryset=Campaign._base_manager.select_for_update())
        told = {"day": day.isoformat(), **details}
        earlier = JournalEntry.objects.about(campaign).filter(deed=name)
        if not any(told.items() <= one.details.items() for one in earlier):
            record(campaign, name, by=SYSTEM, **told)


def waits_for_material(campaign: Campaign):
    """The participants from whom material is still asked."""
    rows = campaign.participants.scored()
    todos = Todo.objects.waiting().filter(kind=BRING, content_type__model="participant")
    return rows.filter(pk__in=todos.values("object_id")).select_related("person")
