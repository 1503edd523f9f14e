"""The records that an amendment of a plan may come from: decisions, protocols, orders (000/2.6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Order
from planning.models import Decision, Meeting

SINCE = timedelta(days=400)  # what is older is said in words
MOST = 100
SHORT = 80  # signs of a decision


@dataclass(frozen=True)
class Kind:
    """One kind of record: its name, which of them a reader may choose, of which day each is.

    ``carried(thing, amendment, by)`` is what becomes of it when the amendment is accepted, in the
    same deed; ``newest`` orders them, by a day of theirs.
    """

    label: Any
    rows: Callable[[Any], Any]
    day: Callable[[Any], date | None]
    words: Callable[[Any], str]
    newest: str
    carried: Callable[[Any, Any, Any], None] = lambda thing, amendment, by: None


def _of_meeting(one: Decision) -> str:
    return _("%(meeting)s, decision %(number)s") % {
        "meeting": one.item.meeting,
        "number": one.number,
    }


KINDS: dict[str, Kind] = {
    "planning.decision": Kind(
        gettext_lazy("Decisions of meetings"),
        lambda user: Decision.objects.visible_to(user).for_list(),
        lambda one: one.item.meeting.day,
        _of_meeting,
        "-item__meeting__day",
    ),
    "planning.meeting": Kind(
        gettext_lazy("Protocols"),
        lambda user: (
            Meeting.objects.visible_to(user).filter(state="approved").select_related("kind__body")
        ),
        lambda one: one.day,
        str,
        "-day",
    ),
    "documents.order": Kind(
        gettext_lazy("Orders"),
        lambda user: Order.objects.visible_to(user).exclude(order_date=None).select_related("kind"),
        lambda one: one.order_date,
        lambda one: one.headline,
        "-order_date",
    ),
}


def register(label: str, kind: Kind) -> None:
    """A procedure makes its records known by their label (``app.model``)."""
    KINDS[label] = kind


def carried(amendment: Any, *, by: Any) -> None:
    """What the accepted amendment comes from has entered the plan, in the same deed."""
    thing = amendment.source_thing
    if thing is not None and thing._meta.label_lower in KINDS:
        kind_of(thing).carried(thing, amendment, by)


def kind_of(thing: Any) -> Kind:
    return KINDS[thing._meta.label_lower]


def key_of(thing: Any) -> str:
    """What the form sends for it."""
    return f"{thing._meta.label_lower}:{thing.pk}" if thing else ""


def words_of(thing: Any) -> str:
    """What papers call it."""
    return kind_of(thing).words(thing)


def groups(user) -> list[tuple[Any, list[tuple[str, str]]]]:
    """What a reader may choose from, the newest first."""
    since = localdate() - SINCE
    return [
        (kind.label, [(key_of(one), _label(one)) for one in rows])
        for kind in KINDS.values()
        if (rows := [*kind.rows(user).filter(**_after(kind, since)).order_by(kind.newest)[:MOST]])
    ]


def _after(kind: Kind, since: date) -> dict[str, date]:
    return {f"{kind.newest.removeprefix('-')}__gte": since}


def _label(thing: Any) -> str:
    said = words_of(thing)
    if isinstance(thing, Decision):
        return f"{said}: {Truncator(thing.text).chars(SHORT)}"
    return Truncator(said).chars(SHORT * 2)


def find(user, key: str) -> Any:
    """The record of a key, where this reader may see it."""
    kind, _colon, pk = key.partition(":")
    if kind not in KINDS or not pk.isdecimal():
        return None
    return KINDS[kind].rows(user).filter(pk=pk[:18]).first()
