"""What the records of the year are called where a check names one."""

from django.utils.translation import gettext_lazy as _

from common import findings

findings.call(
    {
        "planning.announcement": _("announcement"),
        "planning.announcementabout": _("record that an announcement names"),
        "planning.announcementreceipt": _("addressee of an announcement"),
    }
)
