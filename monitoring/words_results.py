"""What the deeds and records of results are called."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(leave_out_cells=_("left out cells that too few could mark"))

findings.call({"monitoring.ruling": _("decision of the chair on a cell")})
