"""Announcements are found by their words, by whoever was told."""

from django.utils.translation import gettext_lazy as _

from common.models.translated import TranslatedText
from common.search import Card, register
from common.search.kinds import NOW, PAST, WAY, Text
from planning.models import Announcement

State = Announcement.State
TONES = {
    State.DRAFT: "grey",
    State.SENT: "green",
    State.CORRECTED: "amber",
    State.DROPPED: "grey",
}
STAGES = {State.DRAFT: WAY, State.SENT: NOW, State.CORRECTED: PAST, State.DROPPED: PAST}


def _card(announcement: Announcement) -> Card:
    return Card(
        TranslatedText(announcement.title),
        code=announcement.number and f"№ {announcement.number}",
        state=announcement.state,
        stage=STAGES[State(announcement.state)],
        when=announcement.sent_on,
        texts=[Text(words, language=code) for code, words in announcement.text.items() if words],
    )


register(
    "announcement",
    Announcement,
    label=_("Announcements"),
    address="planning:announcement",
    card=_card,
    states=lambda state: (State(state).label, TONES[State(state)]),
    order=55,
)
