"""Which process gives what to which: read from the cards in force, row by row (003/5.4.1).

The output of one process is the input of the next where both cards name the same thing. Nothing
is drawn by hand, so a row more on a card is an arrow more on the map.
"""

from dataclasses import dataclass, field

from common.models import TranslatedText

from .process import Process
from .process_card import CardFlow, ProcessCard, ProcessItem


@dataclass(frozen=True)
class Passing:
    """One thing on its way: from a process or somebody outside, to a process or somebody outside.

    Where both ends of a side are missing, nobody puts it out, or nobody takes it.
    """

    item: ProcessItem
    source: Process | None = None
    target: Process | None = None
    party: TranslatedText = field(default_factory=TranslatedText, hash=False)


@dataclass
class Network:
    """All that passes: between processes, from outside, to outside, and what hangs loose."""

    between: list[Passing] = field(default_factory=list)
    entering: list[Passing] = field(default_factory=list)
    leaving: list[Passing] = field(default_factory=list)
    unfed: list[Passing] = field(default_factory=list)
    untaken: list[Passing] = field(default_factory=list)

    def into(self, process) -> list[Passing]:
        """What a process takes in, from whomever."""
        rows = [*self.between, *self.entering, *self.unfed]
        return [row for row in rows if row.target == process]

    def out_of(self, process) -> list[Passing]:
        """What a process puts out, for whomever."""
        rows = [*self.between, *self.leaving, *self.untaken]
        return [row for row in rows if row.source == process]


def network(user) -> Network:
    """What passes, as far as this reader may read the cards; two questions in all."""
    cards = ProcessCard.objects.in_force_for(user)
    flows = CardFlow.objects.filter(card__in=cards).select_related(
        "item", "card__version__document__process"
    )
    flows = flows.order_by("card__version__document__process__sorted_as", "order", "pk")
    gives: dict[int, list[CardFlow]] = {}
    takes: dict[int, list[CardFlow]] = {}
    for flow in flows:
        side = gives if flow.direction == CardFlow.Direction.OUT else takes
        side.setdefault(flow.item_id, []).append(flow)
    found = Network()
    for key, givers in gives.items():
        for giver in givers:
            _given(found, giver, takes.get(key, []))
    for key, takers in takes.items():
        for taker in takers:
            _taken(found, taker, gives.get(key, []))
    return found


def _given(found: Network, giver: CardFlow, takers: list[CardFlow]) -> None:
    source = giver.card.process
    targets = [taker.card.process for taker in takers if taker.card.process != source]
    found.between += [Passing(giver.item, source, target) for target in targets]
    if giver.party:
        found.leaving.append(Passing(giver.item, source, None, giver.party))
    elif not targets:
        found.untaken.append(Passing(giver.item, source))


def _taken(found: Network, taker: CardFlow, givers: list[CardFlow]) -> None:
    target = taker.card.process
    fed = any(giver.card.process != target for giver in givers)
    if taker.party:
        found.entering.append(Passing(taker.item, None, target, taker.party))
    elif not fed:
        found.unfed.append(Passing(taker.item, None, target))
