"""What the states of an external document and of its editions are called on screens (003/5.4.3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import numeric

NOT_REGISTERED = "found"
STANDINGS = {
    NOT_REGISTERED: _("Not registered yet"),
    "waiting": _("Registered, not yet in force"),
    "familiarising": _("Staff are reading it"),
    "in_use": _("In use"),
    "repealed": pgettext_lazy("external", "Repealed"),
}
STANDING_TONES = {
    NOT_REGISTERED: "grey",
    "waiting": "blue",
    "familiarising": "blue",
    "in_use": "green",
    "repealed": "red",
}
EDITIONS = {
    "draft": _("Being registered"),
    "approved": _("Registered, not yet in force"),
    "in_force": _("In force"),
    "superseded": _("Superseded by a change"),
    "withdrawn": pgettext_lazy("external", "Repealed"),
}


def standing(document) -> str:
    """How a row of the register stands: found, waiting, being read, in use, repealed."""
    if document.force_from:
        return "familiarising" if document.unread else "in_use"
    ends = {"approved": "waiting", "withdrawn": "repealed", "superseded": "repealed"}
    return ends.get(document.version_state or "", NOT_REGISTERED)


def tone_of(document) -> str:
    """The colour of a row's state."""
    return STANDING_TONES[standing(document)]


def edition_word(version) -> str:
    """The state of an edition: nobody approved it here."""
    return str(EDITIONS.get(version.state, version.get_state_display()))


def act_of(version) -> str:
    """By which act an edition came."""
    if not version.order_number:
        return ""
    return f"№ {version.order_number}, {numeric(version.order_date)}"
