"""The lights of the installation: for each thing that must hold, green or red and since when.

The apps register theirs; whoever looks after the installation sees them on the home page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import date_and_time
from common.models import Check


@dataclass(frozen=True)
class Light:
    """One light: green, amber or red; what it is about; one sentence; where more stands."""

    name: Any
    tone: str
    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Watch:
    """A kind of check that must have ended well within ``every``; ``task`` runs it at once."""

    kind: str
    name: Any
    every: timedelta
    task: Any

    def light(self) -> Light:
        newest = Check.objects.newest(self.kind)
        if newest is None or newest.ended_at is None:
            return Light(self.name, "amber", _("Not done yet."))
        when = {"when": date_and_time(newest.ended_at)}
        url = newest.get_absolute_url()
        if not newest.is_good:
            failed = _("Failed %(when)s.") % when
            return Light(self.name, "red", f"{failed} {self._last_good()}", url)
        if timezone.now() - newest.started_at > self.every:
            return Light(self.name, "red", _("Overdue: the last was %(when)s.") % when, url)
        if newest.facts.get("is_amber"):
            return Light(self.name, "amber", _("Good, with remarks: %(when)s.") % when, url)
        return Light(self.name, "green", _("Good: %(when)s.") % when, url)

    def _last_good(self) -> str:
        """When it last ended well: that much is known to have held."""
        good = Check.objects.filter(is_good=True).newest(self.kind)
        if good is None or good.ended_at is None:
            return _("It never ended well yet.")
        return _("The last good one: %(when)s.") % {"when": date_and_time(good.ended_at)}


_watches: dict[str, Watch] = {}
_lights: list[Callable[[], Light | None]] = []


def watch(kind: str, name, *, every: timedelta, task) -> None:
    """Register a kind of check: its name, how often it must succeed, the task that does it."""
    _watches[kind] = Watch(kind, name, every, task)


def add(light: Callable[[], Light | None]) -> None:
    """Register a light of another sort; the function gives nothing where there is none to show."""
    _lights.append(light)


def watches() -> dict[str, Watch]:
    """The registered kinds of check."""
    return _watches


def name_of(kind: str) -> str:
    """What a kind of check is called."""
    return str(_watches[kind].name) if kind in _watches else kind


def all_lights() -> list[Light]:
    """Every light, the worst first."""
    shown = [found.light() for found in _watches.values()]
    shown += [light for make in _lights if (light := make())]
    order = ["red", "amber", "green"]
    return sorted(shown, key=lambda light: order.index(light.tone))
