"""Meetings are found by what stood on the agenda, was said and was decided."""

from django.utils.translation import gettext_lazy as _

from common.models.translated import TranslatedText
from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, WAY, Text
from planning.models import AgendaItem, Decision, Meeting

State = Meeting.State
TONES = {
    State.PLANNED: "grey",
    State.OPEN: "blue",
    State.HELD: "amber",
    State.AGREEING: "blue",
    State.APPROVED: "green",
    State.CANCELLED: "red",
}
UNHELD = (State.PLANNED, State.CANCELLED)
STAGES = {State.APPROVED: NOW, State.CANCELLED: PAST}


def _card(meeting: Meeting) -> Card:
    project = f" «{meeting.project}»" if meeting.project else ""
    items, is_held = meeting.items.prefetch_related("decisions"), meeting.state not in UNHELD
    return Card(
        TranslatedText({code: words + project for code, words in meeting.kind.name.items()}),
        code=meeting.number and f"№ {meeting.number}",
        state=meeting.state,
        stage=STAGES.get(State(meeting.state), WAY),
        when=meeting.day,
        texts=[text for item in items for text in _texts(item, is_held=is_held)],
    )


def _texts(item: AgendaItem, *, is_held: bool) -> list[Text]:
    """Its title; what was typed also, unless the meeting was moved or cancelled after it began."""
    titles = [Text(words, language=code) for code, words in item.title.items() if words]
    if not is_held:
        return titles
    said = [item.heard, item.spoke, item.resolved, *(one.text for one in item.decisions.all())]
    return titles + [Text(words) for words in said if words]


register(
    "meeting",
    Meeting,
    label=_("Meetings"),
    address="planning:meeting",
    card=_card,
    rows=lambda: Meeting.objects.select_related("kind"),
    states=lambda state: (State(state).label, TONES[State(state)]),
    order=57,
)
follow(AgendaItem, lambda item: [("meeting", item.meeting_id)])
follow(Decision, lambda one: [("meeting", one.item.meeting_id)])
