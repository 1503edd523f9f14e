"""Where amendments of plans come from: each procedure registers what it decides and proposes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MONITORING = "monitoring"


@dataclass(frozen=True)
class Source:
    """One source: its name; ``things`` are the records that a reader may choose from, where a
    procedure keeps them here; ``needs_day``: the month of 000/2.6 is counted from a day.
    """

    code: str
    label: Any
    things: Callable[[Any], Any] | None = None
    needs_day: bool = False


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known; a procedure that comes later takes the place of the bare words."""
    _sources[source.code] = source


def all_sources() -> list[Source]:
    return list(_sources.values())


def get(code: str) -> Source | None:
    return _sources.get(code)


def label(code: str) -> str:
    """What it is called; one that is gone by its code."""
    return str(_sources[code].label) if code in _sources else code


for _code, _label, _day in (
    (MONITORING, _("Proposal of the monitoring commission"), True),
    ("meeting", _("Decision of a meeting"), True),
    ("review", _("Decision of the management review"), True),
    ("order", _("Order"), True),
    ("other", _("Something else"), False),
):
    register(Source(_code, _label, needs_day=_day))
