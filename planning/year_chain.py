"""What has to end in which order within a year, as boxes in a line (agency 5, the year-end chain).

Drawn from the obligations alone: whatever requires or follows something stands in a chain.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from planning.models import Duty, Obligation
from planning.models.duty_steps import State
from planning.timetable import Timetable


@dataclass
class Box:
    """One obligation in a chain: how it stands in the year, and what it waits for."""

    obligation: Obligation
    word: str
    tone: str
    due: date | None
    has_ended: bool
    first: list[Obligation]

    @property
    def url(self) -> str:
        return self.obligation.get_absolute_url()


def chains(year: int, timetable: Timetable, user) -> "list[list[list[Box]]]":
    """The chains of a year; each a line of steps, in a step what may be done side by side."""
    edges = _edges(timetable)
    found = []
    for group in _groups(edges):
        levels: dict[int, list[Obligation]] = defaultdict(list)
        for key in group:
            levels[_level(key, edges, {})].append(timetable.obligations[key])
        found.append([levels[level] for level in sorted(levels)])
    keys = [one.pk for chain in found for step in chain for one in step]
    boxes = _boxes(year, keys, edges, timetable, user) if keys else {}
    ordered = lambda step: sorted(step, key=lambda one: (one.order, one.code))  # noqa: E731
    drawn = [[[boxes[one.pk] for one in ordered(step)] for step in chain] for chain in found]
    return drawn if year >= localdate().year else _what_there_was(drawn)


def _what_there_was(drawn: "list[list[list[Box]]]") -> "list[list[list[Box]]]":
    """Of a year that is over: only what stood in it."""
    chains = [
        [step for boxes in chain if (step := [box for box in boxes if box.due or box.has_ended])]
        for chain in drawn
    ]
    return [chain for chain in chains if chain]


def _edges(timetable: Timetable) -> dict[int, set[int]]:
    """For each obligation in use what has to end before it; chains without a demand left out."""
    kept = {one.pk for one in timetable.obligations.values() if one.is_in_use}
    edges: dict[int, set[int]] = {key: set() for key in kept}
    pairs = Obligation.requires.through.objects.values_list("from_obligation", "to_obligation")
    for waits, first in pairs:
        if waits in kept and first in kept:
            edges[waits].add(first)
    demanded = {key for waits, firsts in edges.items() for key in ({waits} | firsts) if firsts}
    for key in kept:
        cause = timetable.by_code.get(timetable.obligations[key].rule.get("after", ""))
        if cause and cause.pk in kept and {key, cause.pk} & demanded:
            edges[key].add(cause.pk)
    return edges


def _groups(edges: dict[int, set[int]]) -> list[set[int]]:
    """Those that hang together, the longest chain first."""
    near: dict[int, set[int]] = defaultdict(set)
    for waits, firsts in edges.items():
        for first in firsts:
            near[waits].add(first)
            near[first].add(waits)
    groups, left = [], set(near)
    while left:
        group, ahead = set(), {left.pop()}
        while ahead:
            group |= ahead
            ahead = {more for key in ahead for more in near[key]} - group
        left -= group
        groups.append(group)
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def _level(key: int, edges: dict[int, set[int]], known: dict[int, int]) -> int:
    """How many steps lie before it."""
    if key not in known:
        known[key] = 0  # a circle, which the profile refuses, would end here
        known[key] = max((_level(one, edges, known) + 1 for one in edges[key]), default=0)
    return known[key]


def _boxes(year, keys, edges, timetable: Timetable, user) -> dict[int, Box]:
    rows = defaultdict(list)
    for duty in Duty.objects.visible_to(user).filter(obligation__in=keys, year=year):
        rows[duty.obligation_id].append(duty)
    days = defaultdict(list)
    dated = [timetable.obligations[key] for key in keys]
    around = (date(year, 1, 1) - timedelta(days=92), date(year + 1, 12, 31))
    for day in timetable.coming(*around, dated):
        if day.year == year:
            days[day.obligation.pk].append(day.due)
    boxes = {}
    for key in keys:
        word, tone, due, ended = _standing(rows[key], sorted(days[key]))
        boxes[key] = Box(timetable.obligations[key], word, tone, due, ended, [])
    for key, box in boxes.items():
        if not box.has_ended:
            box.first = [
                boxes[one].obligation for one in edges[key] if _is_ahead(boxes, one, edges)
            ]
    return boxes


def _is_ahead(boxes: dict[int, Box], key: int, edges: dict[int, set[int]]) -> bool:
    """Whether it is still to end: what waits for an event that has not happened holds nobody up."""
    box = boxes[key]
    if box.has_ended or box.due is not None:
        return not box.has_ended
    if not box.obligation.rule.get("after"):
        return False
    return any(_is_ahead(boxes, one, edges) for one in edges[key])


def _standing(duties: list[Duty], coming: list[date]) -> tuple[str, str, date | None, bool]:
    """Word, tone, the next day, and whether all of it has ended."""
    waiting = sorted((duty for duty in duties if not duty.has_ended), key=lambda duty: duty.due)
    if any(duty.state == State.OPEN and duty.due < localdate() for duty in waiting):
        return _("Late"), "red", waiting[0].due, False
    if any(duty.state == State.OPEN for duty in waiting):
        return str(State.OPEN.label), "blue", waiting[0].due, False
    if waiting or coming:
        return str(State.SCHEDULED.label), "grey", min([*coming, *(d.due for d in waiting)]), False
    if not duties:
        return _("No day yet"), "grey", None, False
    needed = [duty for duty in duties if duty.state != State.DROPPED]
    states = {duty.state for duty in needed}
    last = max(duty.due for duty in needed or duties)
    if not needed:
        return str(State.DROPPED.label), "grey", last, True
    if State.MISSED in states:
        return str(State.MISSED.label), "red", last, True
    if State.DONE_LATE in states:
        return str(State.DONE_LATE.label), "amber", last, True
    return str(State.DONE.label), "green", last, True
