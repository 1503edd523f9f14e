"""What the yearly duty to revise the criteria opens: a draft, closed by its approval (000/3.3)."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.caller import SYSTEM
from common.models import record
from monitoring.models import AssessmentKind, CriteriaSet
from planning.openers import Opener, Settled, register


def kind_of(duty) -> AssessmentKind | None:
    """Which assessment the obligation is about: its option ``assessment``."""
    return AssessmentKind.objects.filter(code=duty.obligation.options.get("assessment", "")).first()


def criteria_of(duty):
    """The criteria of the year in which the duty is due, the newest edition first."""
    found = CriteriaSet.objects.in_use().filter(kind=kind_of(duty), year=duty.due.year)
    return found.select_related("kind").order_by("-edition")


def begin_criteria(duty) -> CriteriaSet | None:
    """The draft of the year with the lines of the last, unless somebody began it already."""
    if there := criteria_of(duty).first():
        return there
    kind, author = kind_of(duty), duty.answering().first()
    if kind is None or author is None:
        return None
    made = CriteriaSet.begin(kind=kind, year=duty.due.year, author=author)
    record(made, "create", by=SYSTEM)
    return made


def criteria_approved(duty) -> Settled | None:
    """The criteria of the year are approved: of all editions the first counts."""
    first = criteria_of(duty).filter(state="approved").order_by("edition").first()
    return Settled(localdate(first.approved_at), first) if first else None


def criteria_say(duty, user) -> str:
    """How far they are, to who may know of a draft."""
    found = CriteriaSet.objects.visible_to(user).filter(pk__in=criteria_of(duty).values("pk"))
    if (newest := found.order_by("-edition").first()) is None or newest.state == "approved":
        return ""
    return _("%(criteria)s: %(state)s.") % {
        "criteria": newest,
        "state": newest.get_state_display(),
    }


def criteria_at(duty) -> str:
    """The criteria of the year, or all of them."""
    found = criteria_of(duty).first()
    return found.get_absolute_url() if found else reverse("monitoring:criteria_list")


register(
    Opener(
        "monitoring.criteria",
        gettext_lazy("Criteria of the year"),
        begin_criteria,
        criteria_approved,
        criteria_at,
        says=criteria_say,
        by_hand=lambda duty: kind_of(duty) is None,
    )
)
