"""What the to-dos of correspondence and of papers of others are called."""

from django.utils.translation import gettext_lazy as _

from common.waiting import rows_of, say
from documents.models import Assignment, Correspondence, HeldPaper
from documents.models.correspondence_deeds import CLOSE, DISPATCH, RESOLVE
from documents.models.custody_steps import RETURN, TELL_OWNER
from documents.models.resolution import CARRY_OUT

rows_of(Correspondence, lambda: Correspondence.objects.select_related("party", "person", "author"))
rows_of(Assignment, lambda: Assignment.objects.select_related("resolution__letter"))
rows_of(HeldPaper, lambda: HeldPaper.objects.select_related("party", "person"))


def step_of(name: str):
    """The page of a step, one tap from the list."""
    return lambda thing: f"{thing.get_absolute_url()}{name}/"


def whose(letter) -> str:
    """From whom it came."""
    return letter.correspondent


say(RESOLVE, _("Write the resolution"), step_of("resolve"), aside=whose)
say(CARRY_OUT, _("Carry out the resolution"))
say(CLOSE, _("All is carried out: take off control"), aside=whose)
say(DISPATCH, _("Send the signed letter"), step_of("dispatch"), aside=whose)
say(RETURN, _("Return the paper to its owner"))
say(TELL_OWNER, _("Tell the owner of the damage or the loss"))
