"""What stands behind each clause of a standard, and where nothing does (ISO 19011, 6.3).

Links made on an older edition, or on a standard that answers to this one, show here too, marked
with the clause they were made on. A path leads only forward or only back, so that two clauses
that share a third are not taken for the same. The questions to the database do not depend on how
many clauses or links there are.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from common import evidence
from common.evidence import Evidence
from documents.clause_places import Place, places
from documents.models import ClauseLink, ClauseMapping, Standard, StandardClause

GOOD, WEAK, NONE, OFF, HEADING = "good", "weak", "none", "off", "heading"
TONES = {GOOD: "green", WEAK: "amber", NONE: "red", OFF: "grey", HEADING: ""}
LABELS = {
    GOOD: _("There is evidence"),
    WEAK: _("Not enough"),
    NONE: _("No evidence"),
    OFF: _("Does not apply"),
    HEADING: "",
}


@dataclass
class Line:
    """One thing behind a clause."""

    link: ClauseLink
    shown: Evidence
    through: StandardClause | None = None
    at: Place = Place()
    in_part: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is enough: in force, its place still there, for the whole of the clause."""
        return self.shown.counts and not self.gone and not self.in_part

    @property
    def gone(self) -> bool:
        """The place is no longer in the text in force."""
        return self.at.gone

    @property
    def url(self) -> str:
        """The place in the text, or the document as a whole."""
        return self.at.url or self.shown.url

    @property
    def place(self) -> str:
        """How the place begins, in the language of the reader where there is such a text."""
        return self.at.words or self.link.place


@dataclass
class Node:
    """One clause of the map with what stands behind it."""

    clause: StandardClause
    depth: int
    state: str = HEADING
    reason: str = ""
    lines: list[Line] = field(default_factory=list)
    above: "Node | None" = None
    inherited: "Node | None" = None
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def label(self):
        return LABELS[self.state]


@dataclass
class ClauseMap:
    """The whole map of one standard, as one reader may see it."""

    standard: Standard
    nodes: list[Node]

    @property
    def counts(self) -> dict[str, int]:
        found: dict[str, int] = dict.fromkeys((GOOD, WEAK, NONE, OFF), 0)
        for node in self.nodes:
            if node.state != HEADING:
                found[node.state] += 1
        return found

    def gaps(self, states: tuple[str, ...] = (NONE, WEAK)) -> list[Node]:
        """The clauses with gaps, or with one kind of them, and the headings above them."""
        kept: set[int] = set()
        for node in self.nodes:
            here: Node | None = node if node.state in states else None
            while here is not None:
                kept.add(here.clause.pk)
                here = here.above
        return [node for node in self.nodes if node.clause.pk in kept]


def clause_map(standard: Standard, user) -> ClauseMap:
    """The map of one standard for one reader."""
    clauses = list(standard.clauses.all())
    behind = lines_behind([clause.pk for clause in clauses], user)
    by_key: dict[int, Node] = {}
    nodes = []
    children = defaultdict(list)
    for clause in clauses:
        children[clause.parent_id].append(clause)

    def walk(parent: Node | None) -> None:
        for clause in children[parent.clause.pk if parent else None]:
            node = Node(clause, parent.depth + 1 if parent else 0, above=parent)
            node.lines = behind.get(clause.pk, [])
            nodes.append(node)
            by_key[clause.pk] = node
            _judge(node)
            walk(node)

    walk(None)
    for node in nodes:
        if node.state != HEADING:
            here: Node | None = node.above
            while here is not None:
                here.counts[node.state] += 1
                here = here.above
    return ClauseMap(standard, nodes)


def _judge(node: Node) -> None:
    """What a clause stands at: its own evidence first, then that of a section above it.

    What is linked to a whole chapter says nothing of its single clauses.
    """
    above = node.above
    if not node.clause.applies or (above and above.reason):
        node.reason = node.clause.reason or (above.reason if above else "")
    if not node.clause.is_requirement:
        return
    if node.reason:
        node.state = OFF
        return
    node.state = _strength(node.lines)
    while node.state != GOOD and above is not None and above.depth > 0:
        if _strength(above.lines) == GOOD:
            node.state, node.inherited = GOOD, above
        above = above.above


def _strength(lines: list[Line]) -> str:
    if any(line.counts for line in lines):
        return GOOD
    return WEAK if lines else NONE


def gap_count(standard: Standard, user) -> int:
    """How many demands have nothing behind them that counts today."""
    counts = clause_map(standard, user).counts
    return counts[NONE] + counts[WEAK]


# Lines ----------------------------------------------------------------------------------------


def lines_behind(keys: list[int], user) -> dict[int, list[Line]]:
    """Clause → what this reader may see behind it, also through mapped clauses."""
    roots = answering(keys)
    links = list(
        ClauseLink.objects.filter(clause__in=[*roots])
        .select_related("clause__standard")
        .order_by("clause__standard__sorted_as", "clause__order", "pk")
    )
    told = evidence.described(user, [(link.content_type_id, link.object_id) for link in links])
    links = [link for link in links if (link.content_type_id, link.object_id) in told]
    where = places(links)
    found: dict[int, list[Line]] = defaultdict(list)
    for link in links:
        shown = told[link.content_type_id, link.object_id]
        for key, is_whole in roots[link.clause_id].items():
            through = None if link.clause_id == key else link.clause
            line = Line(link, shown, through, where.get(link.pk, Place()), in_part=not is_whole)
            found[key].append(line)
    return {key: _each_once(lines) for key, lines in found.items()}


def _each_once(lines: list[Line]) -> list[Line]:
    """What was linked here itself first; the same thing through another clause only if it adds."""
    lines.sort(key=lambda line: (line.through is not None, not line.counts))
    kept: list[Line] = []
    for line in lines:
        thing = (line.link.content_type_id, line.link.object_id)
        held = [k for k in kept if (k.link.content_type_id, k.link.object_id) == thing]
        if line.through is None or not held or (line.counts and not any(k.counts for k in held)):
            kept.append(line)
    return kept


def answering(keys: list[int]) -> dict[int, dict[int, bool]]:
    """Every clause whose evidence tells of some of ``keys`` → which, and whether of the whole.

    A path on which one step answers only in part tells only of a part.
    """
    rows = ClauseMapping.objects.filter(kind__in=["same", "partly"]).order_by()
    forward: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    back: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for source, target, kind in rows.values_list("from_clause", "to_clause", "kind"):
        forward[source].append((target, kind == "same"))
        back[target].append((source, kind == "same"))
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for key in keys:
        for ways in (forward, back):
            for other, is_whole in _reached(key, ways).items():
                found[other][key] = is_whole or found[other].get(key, False)
    return found


def _reached(start: int, ways: dict[int, list[tuple[int, bool]]]) -> dict[int, bool]:
    reached = {start: True}
    fresh = [start]
    while fresh:
        here = fresh.pop()
        for other, same in ways.get(here, ()):
            is_whole = reached[here] and same
            if other not in reached or (is_whole and not reached[other]):
                reached[other] = is_whole
                fresh.append(other)
    return reached
