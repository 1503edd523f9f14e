"""The four plans of the quality management system on one page (004/5.4.2)."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.views.page import Page
from common.views.paper import OnPaper
from documents.models import Document
from planning.models import PlanKind, WorkPlan

Part = PlanKind.PartOf


@dataclass
class Place:
    """One of the four plans: what holds, what is on its way, what is missing."""

    title: str
    hint: str
    standing: list[dict[str, Any]] = field(default_factory=list)
    coming: list[dict[str, Any]] = field(default_factory=list)
    missing: str = ""
    url: str = ""
    label: str = ""


class QmsPlanning(OnPaper, Page, TemplateView):
    """Concept, project plans, development plan, plan of actions: what is in force, what is not."""

    permission = "planning.view_qms_planning"
    template_name = "planning/qms_planning.html"
    title = gettext_lazy("Planning of the QMS")

    def get_context_data(self, **kwargs):
        places = [self.concept(), self.part(Part.EXECUTION), self.part(Part.DEVELOPMENT), actions()]
        return super().get_context_data(places=places, **kwargs)

    def concept(self) -> Place:
        """The documents that plans carry out: the concept, the strategy."""
        types = PlanKind.objects.filter(follows__isnull=False).values("follows")
        rows = Document.objects.visible_to(self.request.user).filter(type__in=types)
        holding = rows.in_force_on(localdate())
        place = Place(_("Development planning"), _("The development concept, the strategy."))
        place.standing = [
            {"name": f"{one.code} {one.title}", "url": one.get_absolute_url()}
            for one in holding.order_by("code").distinct()
        ]
        coming = rows.on_their_way().exclude(pk__in=holding.values("pk")).distinct()
        place.coming = [
            {"name": f"{one.code} {one.title}", "url": one.get_absolute_url()} for one in coming
        ]
        if not place.standing:
            place.missing = _("No development concept is in force.")
        if self.request.user.has_perm("documents.view_document"):
            place.url, place.label = reverse("documents:documents"), _("Documents")
        return place

    def part(self, part: str) -> Place:
        """The plans of a part, in force today or on their way."""
        words = {
            Part.EXECUTION: _("For every project what is done, by whom and by when."),
            Part.DEVELOPMENT: _("Drawn up at the yearly management review."),
        }
        missing = {
            Part.EXECUTION: _("No project has an approved plan today."),
            Part.DEVELOPMENT: _("No development plan is in force today."),
        }
        place = Place(str(Part(part).label), words[Part(part)])
        rows = WorkPlan.objects.visible_to(self.request.user).filter(kind__part=part)
        rows = rows.distinct().for_list()
        place.standing = [_shown(plan) for plan in rows.in_force()]
        place.coming = [
            _shown(plan)
            for plan in rows.filter(state__in=["draft", "agreeing", "approving", "approved"])
            if plan.state != "approved" or plan.since > localdate()
        ]
        if not place.standing:
            place.missing = missing[Part(part)]
        kind = PlanKind.objects.filter(part=part).first()
        if kind is None:
            place.missing = _("The profile has no such kind of plan.")
        else:
            place.url, place.label = f"{reverse('planning:plans')}?kind={kind.pk}", _("Work plans")
        return place


def _shown(plan: WorkPlan) -> dict[str, Any]:
    return {
        "name": str(plan),
        "url": plan.get_absolute_url(),
        "state": plan.get_state_display(),
    }


def actions() -> Place:
    """The plan of corrective and preventive actions: its procedure is not here yet."""
    return Place(
        _("Corrective and preventive actions"),
        _("The plan of actions (CAPA)."),
        missing=_("The plan of actions is not kept in Sapat yet."),
    )
