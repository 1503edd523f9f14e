"""What the records and the deeds of correspondence are called (RI-05; 004/7.5.4)."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    assign=_("gave it to an executor"),
    receive_paper=_("received the paper"),
    tell_owner=_("noted that the owner was told"),
)
findings.call(
    {
        "documents.assignment": _("assignment of a resolution"),
        "documents.correspondence": _("letter"),
        "documents.heldpaper": _("paper of others"),
        "documents.mailterm": _("word of correspondence"),
        "documents.resolution": _("resolution"),
    }
)
