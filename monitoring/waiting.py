"""What the to-dos of scored assessments are called, and where they are done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.waiting import rows_of, say
from monitoring.models import Participant, Sheet
from monitoring.models.campaign_deeds import BRING, EXPLAIN, SCORE

rows_of(Sheet, lambda: Sheet.objects.select_related("member__campaign", "member__person"))
rows_of(Participant, lambda: Participant.objects.select_related("campaign"))


def campaign_of(thing) -> str:
    """The campaign, as a quiet word beside it."""
    return str(thing.campaign)


def where_explained(sheet) -> str:
    return reverse("monitoring:sheet_explain", args=[sheet.uid])


say(BRING, _("Bring your material"), aside=campaign_of)
say(SCORE, _("Fill in and sign your scoring sheet"))
say(EXPLAIN, _("Say why your marks lie far from the others"), where_explained)
