"""What the deeds of inspections are called, and what is told of them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from common import findings
from common.dates import date_and_time
from common.deeds import call, explain

call(
    give_access=_("gave an inspector access"),
    prolong_access=_("prolonged the access of an inspector"),
    link_access_again=_("gave an inspector a new link"),
    end_access=_("ended the access of an inspector"),
    access_ran_out=_("saw that the access of an inspector had ended"),
    ask_package=_("asked for a package"),
    make_package=_("made the package"),
    fail_package=_("could not make the package"),
    fetch_package=_("took the package along"),
    delete_package=_("deleted the package after its days"),
)
findings.call(
    {
        "documents.inspection": _("inspection"),
        "documents.inspectionaccess": _("access of an inspector"),
        "documents.inspectionpackage": _("package of an inspection"),
    }
)


def until(entry) -> str:
    """Until when an account reads."""
    told = entry.details.get("until")
    return f": {date_and_time(datetime.fromisoformat(told))}" if told else ""


def hash_of(entry) -> str:
    """The beginning of the hash of the package."""
    told = entry.details.get("sha256")
    return f": {told[:12]}" if told else ""


for name in ("give_access", "prolong_access"):
    explain(name, until)
for name in ("make_package", "fetch_package"):
    explain(name, hash_of)
