"""How a plan was carried out: done, late, moved, cancelled, by section and whom (003/9.1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from planning.models import PlanLine, WorkPlan

#: What is counted, each with its word and what of a line it asks.
KINDS: dict[str, tuple[Any, Callable[[PlanLine], bool]]] = {
    "all": (_("Planned"), lambda line: True),
    "in_time": (_("Done in time"), lambda line: line.state == "done" and not line.was_late),
    "done_late": (_("Done late"), lambda line: line.state == "done" and line.was_late),
    "reported": (_("Reported as done"), lambda line: line.state == "reported"),
    "open": (
        pgettext_lazy("line of a plan", "Open"),
        lambda line: line.state in ("planned", "moved") and not line.is_late,
    ),
    "late": (_("Late"), lambda line: line.is_late),
    "moved": (pgettext_lazy("line of a plan", "Moved"), lambda line: line.was_moved),
    "cancelled": (
        pgettext_lazy("line of a plan", "Cancelled"),
        lambda line: line.state == "cancelled",
    ),
}


def narrowed(rows: Any, kind: str) -> Any:
    """The rows that a number counts: the same question, asked of the database."""
    today = localdate()
    return {
        "all": lambda: rows,
        "in_time": lambda: rows.filter(state="done", done_on__lte=F("due")),
        "done_late": lambda: rows.filter(state="done", done_on__gt=F("due")),
        "reported": lambda: rows.filter(state="reported"),
        "open": lambda: rows.open().filter(due__gte=today),
        "late": lambda: rows.late(),
        "moved": lambda: rows.exclude(due=F("planned_due")),
        "cancelled": lambda: rows.filter(state="cancelled"),
    }[kind]()


@dataclass
class Group:
    """The lines of one section or one who answers, counted; ``asked`` narrows the list to them."""

    name: str
    asked: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    def add(self, line: PlanLine) -> None:
        for kind, (_label, holds) in KINDS.items():
            self.counts[kind] += holds(line)


@dataclass
class Report:
    """The execution of one plan, of the lines due between two days; one question for all of it."""

    plan: WorkPlan
    since: date | None = None
    until: date | None = None

    @cached_property
    def lines(self) -> list[PlanLine]:
        rows = self.plan.lines.for_list()
        if self.since:
            rows = rows.filter(due__gte=self.since)
        if self.until:
            rows = rows.filter(due__lte=self.until)
        return list(rows)

    @cached_property
    def total(self) -> Group:
        return self._counted(gettext("Total"), self.lines, {})

    def figures(self) -> dict[str, int]:
        """The numbers alone, as they are kept with the summary."""
        return dict(self.total.counts)

    def sections(self) -> list[Group]:
        """By section, in the order of the plan."""
        groups: dict[str, list[PlanLine]] = {}
        for line in self.lines:
            groups.setdefault(str(line.section), []).append(line)
        if list(groups) == [""]:
            return []
        return [self._counted(name, lines, {"section": name}) for name, lines in groups.items()]

    def people(self) -> list[Group]:
        """By who answers, those with most to do first."""
        groups: dict[str, list[PlanLine]] = {}
        for line in self.lines:
            groups.setdefault(line.who, []).append(line)
        made = []
        for name, lines in groups.items():
            first = lines[0]
            asked = {
                key: getattr(first, f"{key}_id") or ""
                for key in ("person", "position", "unit")
                if getattr(first, f"{key}_id")
            }
            made.append(self._counted(name, lines, asked))
        return sorted(made, key=lambda group: -group.counts["all"])

    def _counted(self, name: str, lines: Iterable[PlanLine], asked: dict) -> Group:
        group = Group(name, asked)
        for line in lines:
            group.add(line)
        return group

    # Where the numbers lead ---------------------------------------------------------------------

    def cells(self, group: Group) -> list[dict[str, Any]]:
        """The numbers of a row, each with the list that it counts."""
        return [
            {"number": number, "url": self.url(kind, group) if number else "", "kind": kind}
            for kind, number in group.counts.items()
        ]

    def url(self, kind: str, group: Group) -> str:
        """The lines that a number counts."""
        asked: dict[str, Any] = {"show": kind} | group.asked
        if self.since:
            asked["since"] = self.since.isoformat()
        if self.until:
            asked["until"] = self.until.isoformat()
        return f"{reverse('planning:plan_lines', args=[self.plan.pk])}?{urlencode(asked)}"

    @property
    def heads(self) -> list[str]:
        return [str(label) for label, _holds in KINDS.values()]
