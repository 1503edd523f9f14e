"""The arrows of a letter: the route of outgoing ones, the way of incoming and internal ones."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Step

from .routing import route_steps


class State(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", _("Draft")
    AGREEING = "agreeing", _("Being agreed")
    APPROVING = "approving", _("Awaiting signature")
    APPROVED = "approved", _("Signed, to be sent")
    SENT = "sent", pgettext_lazy("letter of the house", "Sent")
    REGISTERED = "registered", _("Waiting for a resolution")
    IN_WORK = "in_work", _("Being carried out")
    CLOSED = "closed", pgettext_lazy("letter of the house", "Closed")
    DROPPED = "dropped", _("Dropped")


class Direction(models.TextChoices):
    """Whether a letter comes, goes out, or stays within the house."""

    INCOMING = "incoming", pgettext_lazy("letter", "Incoming")
    OUTGOING = "outgoing", pgettext_lazy("letter", "Outgoing")
    INTERNAL = "internal", pgettext_lazy("letter", "Internal")


OPEN = [State.REGISTERED, State.IN_WORK]
UNSEEN = [State.DRAFT, State.AGREEING, State.APPROVING, State.DROPPED]

ROUTE = route_steps("correspondence")
MAIL_STEPS = ROUTE | {
    "send": replace(ROUTE["send"], label=_("Send for signature"), done=_("sent for signature")),
    "approve": replace(ROUTE["approve"], label=_("Sign the letter"), done=_("signed the letter")),
    "register": Step(
        label=_("Register"),
        done=_("registered the letter"),
        source={State.DRAFT},
        target=State.REGISTERED,
        permission="documents.register_correspondence",
    ),
    "resolve": Step(
        label=_("Write the resolution"),
        done=_("wrote the resolution"),
        source={State.REGISTERED, State.IN_WORK},
        target=State.IN_WORK,
        permission="documents.resolve_correspondence",
    ),
    "take_note": Step(
        label=_("Take note, into the case"),
        done=_("took note of the letter"),
        source={State.REGISTERED},
        target=State.CLOSED,
        permission="documents.resolve_correspondence",
    ),
    "close": Step(
        label=_("Take off control"),
        done=_("took the letter off control"),
        source={State.IN_WORK},
        target=State.CLOSED,
        permission="documents.close_correspondence",
    ),
    "reopen": Step(
        label=_("Put under control again"),
        done=_("put the letter under control again"),
        source={State.CLOSED},
        target=State.IN_WORK,
        also={State.REGISTERED},
        permission="documents.close_correspondence",
    ),
    "sign_on_paper": Step(
        label=_("Enter as signed on paper"),
        done=_("entered the letter as signed on paper"),
        source={State.DRAFT},
        target=State.APPROVED,
        permission="documents.sign_on_paper_correspondence",
    ),
    "dispatch": Step(
        label=_("Mark as sent"),
        done=_("marked the letter as sent"),
        source={State.APPROVED},
        target=State.SENT,
        permission="documents.dispatch_correspondence",
    ),
    "drop": Step(
        label=_("Drop the draft"),
        done=_("dropped the draft of the letter"),
        source={State.DRAFT},
        target=State.DROPPED,
        permission="documents.drop_correspondence",
        danger=True,
    ),
}
