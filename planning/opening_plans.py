"""What duties open in work plans: the plan of a coming period, its amendment (000/2.6; 003/9.1)."""

from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person, Unit
from planning.amendment_sources import MONITORING
from planning.models import PlanAmendment, PlanKind, WorkPlan
from planning.openers import Opener, Settled, register
from planning.plan_periods import MONTHS, Term

DAYS = 31  # of the longest month
LONGEST = 366 * 10  # a strategy
SUBJECTS = {PlanKind.Scope.UNIT: Unit, PlanKind.Scope.PERSON: Person}


# The plan of the coming period ------------------------------------------------------------------


def kinds_of(duty) -> "list[PlanKind]":
    """The kinds of plan that the obligation of a duty asks for."""
    return list(duty.obligation.plan_kinds.all())


def _shown_by(duty, kind: PlanKind):
    """The plans that could settle the duty: of the period that comes after its day, or of the one
    that its day is in, if it was approved since the duty opened.
    """
    months = MONTHS.get(Term(kind.term))
    last = duty.due + timedelta(days=months * DAYS if months else LONGEST)
    found = WorkPlan.objects.filter(kind=kind, state__in=["approved", "archived"])
    found = found.filter(until__gt=duty.due, since__lte=last)
    if duty.subject_id and kind.scope in SUBJECTS:
        found = found.filter(**{kind.scope: duty.subject_id})
    return [
        plan
        for plan in found.select_related("kind").order_by("since", "pk")
        if plan.since > duty.due or localdate(plan.approved_at) >= duty.starts
    ]


def _is_about(duty, kind: PlanKind) -> bool:
    """Whether one plan of this kind is what the duty asks for: not one of each unit or employee."""
    if kind.scope not in SUBJECTS:
        return kind.scope == PlanKind.Scope.ORGANISATION
    model = SUBJECTS[PlanKind.Scope(kind.scope)]
    return duty.subject_type_id == ContentType.objects.get_for_model(model).pk


def plan_is_approved(duty) -> Settled | None:
    """Of each kind that the obligation asks for there is an approved plan."""
    kinds = kinds_of(duty)
    if not kinds or not all(_is_about(duty, kind) for kind in kinds):
        return None
    found = []
    for kind in kinds:
        plans = _shown_by(duty, kind)
        if not plans:
            return None
        found.append(plans[0])
    last = max(found, key=lambda plan: plan.approved_at)
    return Settled(localdate(last.approved_at), last)


def plans_by_hand(duty) -> bool:
    """No kind of plan is named, or it is a plan of each unit, employee, council or project."""
    kinds = kinds_of(duty)
    return not kinds or not all(_is_about(duty, kind) for kind in kinds)


def plans_say(duty, user) -> str:
    """Which kinds have no approved plan yet."""
    left = [str(kind) for kind in kinds_of(duty) if not _shown_by(duty, kind)]
    return _("Not yet approved: %(kinds)s.") % {"kinds": "; ".join(left)} if left else ""


def plans_at(duty) -> str:
    """The plan that is being written, if there is one; else the register."""
    kinds = kinds_of(duty)
    begun = WorkPlan.objects.filter(kind__in=kinds, until__gt=duty.due)
    plan = begun.exclude(state="dropped").order_by("since").first()
    if plan and plan.kind.scope == PlanKind.Scope.ORGANISATION:
        return plan.get_absolute_url()
    return reverse("planning:plans") + (f"?kind={kinds[0].pk}" if len(kinds) == 1 else "")


register(
    Opener(
        "planning.plan",
        gettext_lazy("Work plan"),
        settled=plan_is_approved,
        address=plans_at,
        says=plans_say,
        by_hand=plans_by_hand,
    )
)


# What the monitoring changes in the plan ------------------------------------------------------


def _since(duty) -> date:
    """The day of the meeting that heard the results, from which the month is counted."""
    return duty.base or duty.starts


def amended_by_monitoring(duty) -> Settled | None:
    """An amendment that comes from the monitoring was signed after the meeting (000/2.6; C-06)."""
    found = PlanAmendment.objects.filter(
        state="approved", source=MONITORING, approved_at__date__gte=_since(duty)
    )
    first = found.select_related("plan__kind").order_by("approved_at").first()
    return Settled(localdate(first.approved_at), first) if first else None


def amendments_say(duty, user) -> str:
    """What was proposed and is not decided yet."""
    waits = PlanAmendment.objects.visible_to(user).filter(source=MONITORING)
    count = waits.filter(state__in=["draft", "agreeing", "approving"]).count()
    return _("Proposed and not accepted yet: %(count)s.") % {"count": count} if count else ""


def amendments_at(duty) -> str:
    """The amendments of the plan in force, where there is one plan; else the register."""
    plans = WorkPlan.objects.in_force().filter(kind__scope="organisation", kind__term="year")
    plan = plans.order_by("kind__order", "pk").first()
    if plan is None:
        return reverse("planning:plans")
    return f"{plan.get_absolute_url()}?tab=amendments#tab"


register(
    Opener(
        "planning.amendment",
        gettext_lazy("Amendment of the work plan"),
        settled=amended_by_monitoring,
        address=amendments_at,
        says=amendments_say,
    )
)
