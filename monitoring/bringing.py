"""Material that is brought to a campaign: what there is, and when all of it is there (000/4.2)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.models import Attachment, Todo
from monitoring.models import Campaign, Indicator, Material, Participant
from monitoring.models.campaign_deeds import BRING

OPEN = ("formed", "collecting")


@dataclass
class Brought:
    """One indicator of one person: what to bring, and what was brought."""

    indicator: Indicator
    material: Material | None = None
    files: list[Attachment] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        one = self.material
        return one is None or not (one.text or one.links or self.files)

    @property
    def links(self) -> list[str]:
        return self.material.links.split() if self.material else []


def brought(participant: Participant) -> list[Brought]:
    """Each indicator with what was brought for it: three queries."""
    rows = {one.indicator_id: one for one in participant.materials.order_by()}
    kind = ContentType.objects.get_for_model(Material)
    keys = [one.pk for one in rows.values()]
    files = defaultdict(list)
    hanging = Attachment.objects.filter(content_type=kind, object_id__in=keys)
    for file in hanging.select_related("blob"):
        files[file.object_id].append(file)
    criteria = participant.campaign.criteria
    found = []
    for indicator in criteria.indicators() if criteria else []:
        one = rows.get(indicator.pk)
        found.append(Brought(indicator, one, files[one.pk] if one else []))
    return found


def is_asked(indicator: Indicator) -> bool:
    """Whether the criteria say what to bring for it."""
    return any(indicator.material.values())


def lacks(participant: Participant) -> list[Brought]:
    """The indicators that ask for something, for which nothing was brought; where none asks, any
    one thing is enough.
    """
    rows = brought(participant)
    asked = [one for one in rows if is_asked(one.indicator)]
    if not asked:
        return [] if any(not one.is_empty for one in rows) else rows
    return [one for one in asked if one.is_empty]


def settle(participant: Participant) -> None:
    """What was asked for is there: it is waited for no longer."""
    if not lacks(participant):
        Todo.objects.about(participant).filter(kind=BRING).done()


def hold_open(participant: Participant) -> None:
    """Inside a deed: nobody begins to score while this is written; refused when it has begun."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=participant.campaign_id)
    if campaign.state not in OPEN:
        raise ValidationError(closed_words(campaign))


def closed_words(campaign: Campaign) -> str:
    """Why nothing is brought any more."""
    return _("The campaign is now “%(state)s”: material is not taken any more.") % {
        "state": campaign.get_state_display()
    }
