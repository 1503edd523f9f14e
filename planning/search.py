"""What of the year is found: obligations by their words, duties by what and about whom."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.models.translated import TranslatedText
from common.search import Card, follow, register
from common.search.kinds import NOW, PAST, WAY, Text
from planning.models import Duty, Obligation

TONES = {
    "scheduled": "grey",
    "open": "blue",
    "done": "green",
    "done_late": "amber",
    "dropped": "grey",
}


def _obligation(one: Obligation) -> Card:
    texts = [Text(words or "", language=code) for code, words in one.result.items()]
    return Card(
        one.name,
        code=one.source,
        stage=NOW if one.ended_on is None or one.ended_on > localdate() else PAST,
        texts=texts,
    )


def _duty(duty: Duty) -> Card:
    about = f" · {duty.subject_text}" if duty.subject_text else ""
    names = duty.obligation.name
    title = {
        code: f"{words}{about} · {numeric(duty.due)}" for code, words in names.items() if words
    }
    return Card(
        TranslatedText(title),
        state=duty.state,
        stage={"open": NOW, "scheduled": WAY}.get(duty.state, PAST),
        when=duty.due,
    )


register(
    "obligation",
    Obligation,
    label=_("Obligations"),
    address="planning:obligation",
    card=_obligation,
    order=70,
)
register(
    "duty",
    Duty,
    label=_("Duties"),
    address="planning:duty",
    card=_duty,
    rows=lambda: Duty.objects.select_related("obligation"),
    states=lambda state: (Duty.State(state).label, TONES.get(state, "red")),
    order=75,
)
follow(
    Obligation,
    lambda one: [("duty", key) for key in one.duties.values_list("pk", flat=True)],
)
