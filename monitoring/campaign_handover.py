"""What of campaigns passes from a leaver: being their secretary. A seat in a commission does not:
a member is replaced by an order (000/2.2).
"""

from django.utils.translation import gettext_lazy

from common.models import record
from monitoring.models import Campaign
from monitoring.models.campaign_deeds import BRING, EXPLAIN, SCORE
from people.handover import Work, keep_own, register


def kept_by(person):
    """Campaigns that run and whose papers this person keeps."""
    return Campaign.objects.running().filter(secretary=person).select_related("kind")


def pass_on(person, to, by) -> None:
    """Somebody else keeps the papers of the commission."""
    for one in kept_by(person):
        one.secretary = to
        one._change_reason = "take_over"
        one.revision += 1
        one.save()
        record(one, "take_over", by=by, to=to.pk, before=person.pk)


register(
    Work("monitoring.campaigns", gettext_lazy("Campaigns in their care"), kept_by, pass_on, str)
)
keep_own(BRING, SCORE, EXPLAIN)
