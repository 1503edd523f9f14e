"""What the records and the deeds of the year are called."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    begin_working_year=_("began the working days of the year"),
    fill_working_year=_("filled the working days of the year from the program's list"),
    remove_special_day=_("took the day off the working calendar"),
)

findings.call(
    {
        "common.specialday": _("special day"),
        "common.workingyear": _("working days of a year"),
    }
)
