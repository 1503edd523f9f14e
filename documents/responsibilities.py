"""Who does what: positions against processes and documents, letter by letter from live rows.

A cell says what a position is to a process by its card in force, or, without one, by the register;
and what it is to a document by its card and the route of its type (004/2, matrix of powers and
duties; 004/5.5.1; 003/5.2.2).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import Access, Document, Process, ProcessCard, RouteStep
from documents.models.external import ExternalFacts
from documents.models.route import StepKind
from people.models import Position

PROCESS_SIGNS = {
    "owner": (pgettext_lazy("matrix of processes", "O"), _("process owner")),
    "head": (pgettext_lazy("matrix of processes", "H"), _("process head")),
    "executor": (pgettext_lazy("matrix of processes", "E"), _("responsible executor")),
    "measures": (pgettext_lazy("matrix of processes", "M"), _("measures an indicator")),
}
DOCUMENT_SIGNS = {
    "prepares": (pgettext_lazy("matrix of documents", "P"), _("prepares it and answers for it")),
    "agree": (pgettext_lazy("matrix of documents", "A"), _("agrees")),
    "decide": (pgettext_lazy("matrix of documents", "D"), _("chairs the body that decides")),
    "approve": (pgettext_lazy("matrix of documents", "S"), _("approves and signs")),
    "reads": (pgettext_lazy("matrix of documents", "r"), _("must read")),
}


@dataclass
class Line:
    """A row of a matrix: a process or a document, and its signs by position."""

    thing: Any
    signs: dict[int, list[str]] = field(default_factory=dict)


@dataclass
class Matrix:
    positions: list[Position]
    lines: list[Line]
    signs: dict[str, tuple]

    def cell(self, line: Line, position: Position) -> list[tuple[str, str]]:
        """Letters and their words, in the order of the legend."""
        held = line.signs.get(position.pk, [])
        return [(str(a), str(b)) for key, (a, b) in self.signs.items() if key in held]

    def rows(self) -> list[dict]:
        """Each line with a cell for every position."""
        return [
            {"thing": line.thing, "cells": [self.cell(line, one) for one in self.positions]}
            for line in self.lines
        ]

    def used(self) -> "Matrix":
        """Only the positions that have a sign somewhere: paper is narrow."""
        seen = {key for line in self.lines for key in line.signs}
        return Matrix([p for p in self.positions if p.pk in seen], self.lines, self.signs)


def process_matrix(user) -> Matrix:
    """Positions against the processes carried on."""
    lines = {
        process.document_id or -process.pk: _registered(process)
        for process in Process.objects.visible_to(user).running()
    }
    cards = ProcessCard.objects.in_force_for(user).select_related("version")
    for card in cards.prefetch_related("executors", "indicators"):
        signs = defaultdict(list)
        for key, position in (
            ("owner", card.owner_id),
            ("head", card.head_id),
            *(("executor", row.position_id) for row in card.executors.all()),
            *(("measures", row.responsible_id) for row in card.indicators.all()),
        ):
            if position:
                signs[position].append(key)
        lines[card.version.document_id].signs = dict(signs)
    return Matrix(list(Position.objects.in_use()), list(lines.values()), PROCESS_SIGNS)


def _registered(process) -> Line:
    signs = defaultdict(list)
    for key, position in (("owner", process.owner_id), ("head", process.head_id)):
        if position:
            signs[position].append(key)
    return Line(process, dict(signs))


def document_matrix(user, documents) -> Matrix:
    """Positions against these documents: from their cards, the routes of their types, who reads."""
    positions = list(Position.objects.in_use().prefetch_related("powers"))
    top = {p.pk for p in positions if any(x.code == "documents.top" for x in p.powers.all())}
    documents = list(documents.select_related("type", "owner", "facts"))
    named = _named_readers(documents)
    cards = _participants(user, documents)
    routes = _routes({document.type.route_id for document in documents})
    lines = []
    for document in documents:
        signs = defaultdict(list)
        if document.owner_id:
            signs[document.owner_id].append("prepares")
        for kind, position in routes.get(document.type.route_id, ()):
            taking_part = cards.get(document.pk) or {document.owner_id} - {None}
            for key in [position] if position else taking_part:
                signs[key].append(kind)
        everybody = named.get(document.pk) or {p.pk for p in positions}
        for key in top if document.access == Access.TOP else everybody:
            signs[key].append("reads")
        lines.append(Line(document, dict(signs)))
    return Matrix(positions, lines, DOCUMENT_SIGNS)


def _routes(keys) -> dict[int, list[tuple[str, int | None]]]:
    """Kind and position of each step; of a body its chair, of a named step nobody."""
    found: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    for step in RouteStep.objects.filter(route__in=keys - {None}).select_related("body"):
        if step.kind == StepKind.DECIDE and (step.body is None or step.body.chair_id is None):
            continue
        found[step.route_id].append(
            (str(step.kind), step.body.chair_id if step.body else step.position_id)
        )
    return found


def _named_readers(documents) -> dict[int, set[int]]:
    """The positions that an external document names as its readers: only they are asked."""
    facts = {d.facts.pk: d.pk for d in documents if d.type.is_external and hasattr(d, "facts")}
    named: dict[int, set[int]] = defaultdict(set)
    rows = ExternalFacts.read_by.through.objects.filter(externalfacts__in=facts)
    for held, position in rows.values_list("externalfacts", "position"):
        named[facts[held]].add(position)
    return named


def _participants(user, documents) -> dict[int, set[int]]:
    """Owner, head and executors of the processes whose cards these documents are."""
    cards = ProcessCard.objects.in_force_for(user).filter(version__document__in=documents)
    return {
        card.version.document_id: {
            card.owner_id,
            card.head_id,
            *(row.position_id for row in card.executors.all()),
        }
        - {None}
        for card in cards.select_related("version").prefetch_related("executors")
    }


def documents_in_force(user):
    """Documents whose version in force this reader may read."""
    return Document.objects.visible_to(user).filter(versions__state="in_force")
