"""Criteria are found by their kind and year, and by the words of their indicators."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common.models.translated import CODES, TranslatedText
from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, WAY, Text
from monitoring.models import CriteriaSet, Criterion, Indicator

State = CriteriaSet.State
TONES = {State.DRAFT: "grey", State.AGREEING: "blue", State.APPROVING: "blue"} | {
    State.APPROVED: "green",
    State.DROPPED: "grey",
}
STAGES = {State.APPROVED: NOW, State.DROPPED: PAST}


def _card(criteria: CriteriaSet) -> Card:
    title = {}
    for code in CODES:
        with override(code):
            title[code] = str(criteria)
    return Card(
        TranslatedText(title),
        state=criteria.state,
        stage=STAGES.get(State(criteria.state), WAY),
        when=criteria.order_date or criteria.revised_on,
    )


def _fill(found: dict) -> None:
    """The criteria and indicators are its text."""
    keys = list(found)
    rows = Criterion.objects.filter(criteria__in=keys).values_list("criteria", "title")
    under = Indicator.objects.filter(criterion__criteria__in=keys)
    lines = under.order_by("pk").values_list("criterion__criteria", "title")
    for criteria, title in [*rows.order_by("pk"), *lines]:
        card = found[criteria][1]
        card.texts += [Text(words, language=code) for code, words in title.items() if words]


register(
    "criteriaset",
    CriteriaSet,
    label=_("Criteria and indicators"),
    address="monitoring:criteria",
    card=_card,
    fill=_fill,
    rows=lambda: CriteriaSet.objects.select_related("kind"),
    states=lambda state: (State(state).label, TONES[State(state)]),
    order=60,
)
follow(Criterion, lambda row: [("criteriaset", row.criteria_id)])
follow(Indicator, lambda one: [("criteriaset", one.criterion.criteria_id)])
