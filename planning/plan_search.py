"""Work plans are found by their names, numbers and measures."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common.models.translated import CODES, TranslatedText
from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, WAY, Text
from planning.models import PlanLine, WorkPlan

State = WorkPlan.State
TONES = {
    State.DRAFT: "grey",
    State.AGREEING: "blue",
    State.APPROVING: "blue",
    State.APPROVED: "green",
    State.ARCHIVED: "grey",
    State.DROPPED: "grey",
}
STAGES = {State.APPROVED: NOW, State.ARCHIVED: PAST, State.DROPPED: PAST}


def _card(plan: WorkPlan) -> Card:
    title = {}
    for code in CODES:
        with override(code):
            title[code] = str(plan)
    return Card(
        TranslatedText(title),
        code=plan.order_number,
        state=plan.state,
        stage=STAGES.get(State(plan.state), WAY),
        when=plan.since,
    )


def _fill(found: dict) -> None:
    """The measures are its text."""
    rows = PlanLine.objects.filter(plan__in=list(found)).values_list("plan", "measure")
    for plan, measure in rows.order_by("pk"):
        card = found[plan][1]
        card.texts += [Text(words, language=code) for code, words in measure.items() if words]


register(
    "workplan",
    WorkPlan,
    label=_("Work plans"),
    address="planning:plan",
    card=_card,
    fill=_fill,
    rows=lambda: WorkPlan.objects.select_related("kind", "unit", "person", "body"),
    states=lambda state: (State(state).label, TONES[State(state)]),
    order=50,
)
follow(PlanLine, lambda line: [("workplan", line.plan_id)])
