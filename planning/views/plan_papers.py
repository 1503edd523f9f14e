"""The papers of plans and amendments, and the signature files that are hung on them."""

from documents.views.route_pages import PaperPage, SignatureAdd
from planning.models import PlanAmendment, WorkPlan


class PlanPaper(PaperPage):
    """The plan as it was approved."""

    model = WorkPlan
    permission = "planning.view_workplan"


class PlanSignature(SignatureAdd):
    """A signature file of the plan."""

    model = WorkPlan
    permission = "planning.add_signature_to_workplan"


class AmendmentPaper(PaperPage):
    """The amendment as it was accepted."""

    model = PlanAmendment
    permission = "planning.view_planamendment"


class AmendmentSignature(SignatureAdd):
    """A signature file of the amendment."""

    model = PlanAmendment
    permission = "planning.add_signature_to_planamendment"
