"""What scored assessments do by themselves: results are counted; safe twice and beside itself."""

import logging

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from common import tasks as house
from common.caller import SYSTEM
from common.models import StepNotAllowed
from monitoring.counting import count
from monitoring.models import Campaign

log = logging.getLogger(__name__)


@shared_task
def count_results() -> None:
    """Count every campaign whose scoring has ended: also one whose worker was killed."""
    waiting = Campaign.objects.filter(state=Campaign.State.COUNTING)
    for campaign in waiting.select_related("kind", "criteria", "computed_by").order_by("pk"):
        try:
            count_one(campaign)
        except StepNotAllowed:
            log.info("The results of campaign %s were frozen by another worker.", campaign.pk)
        except ValidationError as error:
            log.warning("Campaign %s cannot be counted: %s", campaign.pk, error.messages)
        except Exception:
            log.exception("The results of campaign %s could not be counted.", campaign.pk)


def count_one(campaign: Campaign) -> None:
    """Count outside any transaction, then freeze all of it or nothing: the first worker's stays."""
    running = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.COUNTING)

    def told(percent: int) -> None:
        running.update(progress=percent)

    result, rows = count(campaign, told)
    campaign.settle(by=SYSTEM, result=result, rows=rows)


@receiver(post_save, sender=Campaign)
def _count_soon(instance, **kwargs):
    """The scoring has just ended: do not wait for the tick."""
    if instance.state == Campaign.State.COUNTING:
        transaction.on_commit(lambda: house.soon(count_results))
