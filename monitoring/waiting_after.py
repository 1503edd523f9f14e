"""What the to-dos after the scoring are called, and where they are done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.waiting import rows_of, say
from monitoring.models import Appeal
from monitoring.models.appeal import TO_HEAR, TO_NAME
from monitoring.models.campaign_deeds import ACQUAINT

rows_of(Appeal, lambda: Appeal.objects.select_related("participant__campaign"))


def own_page(participant) -> str:
    """Where one's own result stands."""
    return reverse("monitoring:own_result", args=[participant.campaign_id])


say(ACQUAINT, _("Look at your own result"), own_page)
say(TO_NAME, _("Name who hears the objection"))
say(TO_HEAR, _("Hear the objection and decide"))
