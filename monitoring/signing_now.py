"""Whether the commission may still change what its protocol covers (000/2.4, 4.4)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def why_closed(campaign) -> str:
    """Why nominations and proposals are not changed now; nothing while they may be."""
    protocol = campaign.protocol
    if protocol is None or protocol.state == "draft":
        return ""
    if protocol.state == "agreeing":
        return _("The protocol is being signed: take it back before you change what it says.")
    return _("The protocol is signed: what it says is not changed any more.")


def check_open(campaign) -> None:
    """Refuse to change what is being signed or is signed."""
    if words := why_closed(campaign):
        raise ValidationError(words)
