"""Places one to three, ties, prizes and nominations (000-4.4; scoring, 3).

People are told apart by the commission's marks alone: never by surname, hire date or number.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np

from .scores import Cell, Score, Scores, half_up

Key = Hashable
Method = Literal["competition", "dense"]
Order = Mapping[Key, Score | int]


@dataclass(frozen=True)
class Step:
    """A step of the chain that decides ties: the higher value first, None decides nothing."""

    code: str
    values: Order


@dataclass(frozen=True)
class Decision:
    """A line of the log: what a step did with people who were equal until then."""

    step: str
    among: tuple[Key, ...]
    groups: tuple[tuple[Key, ...], ...]  # in their new order
    outcome: Literal["decided", "equal", "not_comparable"]


@dataclass(frozen=True)
class Places:
    """Who takes which place, who is out of competition, and how ties were decided."""

    places: dict[Key, int]
    out_of_competition: tuple[Key, ...]
    log: tuple[Decision, ...]

    def shared(self, key: Key) -> bool:
        """Whether somebody else has the same place."""
        return list(self.places.values()).count(self.places[key]) > 1

    def laureates(self, last: int = 3) -> dict[int, list[Key]]:
        """Who took each of the first places; a place that nobody has is not there."""
        first: dict[int, list[Key]] = {}
        for key, place in self.places.items():
            if place <= last:
                first.setdefault(place, []).append(key)
        return dict(sorted(first.items()))


def places(
    scores: Mapping[Key, Score],
    *,
    method: Method = "competition",
    decimals: int | None = None,
    chain: Sequence[Step] = (),
    ineligible: frozenset[Key] | set[Key] = frozenset(),
) -> Places:
    """The places by score: “1 2 2 4” (competition) or “1 2 2 3” (dense).

    ``decimals``: scores that print alike are equal; without it only those that are equal exactly.
    ``chain``: the steps that decide ties, in order. Who is ineligible or has no score is out of
    competition and occupies no place.
    """
    if method not in ("competition", "dense"):
        raise ValueError(f"Places are given by competition or dense ranking, not {method!r}.")
    out = tuple(key for key, score in scores.items() if score is None or key in ineligible)
    left_out = set(out)
    running = {k: s for k, s in scores.items() if s is not None and k not in left_out}
    log: list[Decision] = []
    given: dict[Key, int] = {}
    for group in _by_value(running, _order(running, decimals)):
        for equal in _decide(group, tuple(chain), log):
            place = len(given) + 1 if method == "competition" else len(set(given.values())) + 1
            given.update(dict.fromkeys(equal, place))
    return Places(given, out, tuple(log))


def tie_chain(
    scores: Scores,
    keys: Sequence[Key],
    external: int | None = None,
    vote: Order | None = None,
) -> list[Step]:
    """The usual chain: the weightiest criterion (of several their mean), what the outside expert
    gave, the number of fives, fewer marks of two and less, the open vote of the commission.

    ``external`` is the index of the outside expert among the members, ``vote`` the votes each got.
    """
    heaviest = np.flatnonzero(scores.weights == scores.weights.max()).tolist()
    whole = (scores.cells[:, heaviest] == Cell.SCORED).all(axis=1)
    best = [v if w else None for v, w in zip(scores.over(heaviest), whole, strict=True)]
    fives = (scores.marks == 5).sum(axis=(1, 2)).tolist()
    low = (-((scores.marks > 0) & (scores.marks <= 2)).sum(axis=(1, 2))).tolist()
    steps = [Step("highest_weight", dict(zip(keys, best, strict=True)))]
    if external is not None:
        steps.append(Step("external", dict(zip(keys, scores.by_member(external), strict=True))))
    steps.append(Step("fives", dict(zip(keys, fives, strict=True))))
    steps.append(Step("low_marks", dict(zip(keys, low, strict=True))))
    if vote is not None:
        steps.append(Step("open_vote", vote))
    return steps


def prizes(
    given: Mapping[Key, int], amounts: Sequence[int | Fraction], *, pooled: bool = True
) -> dict[Key, Fraction]:
    """What each laureate gets. ``amounts`` are the prizes of the first, second … place.

    Pooled: those who share a place share the prizes of the places they occupy together, as two
    firsts the first and the second. Otherwise, and always under dense ranking, each gets the prize
    of the place. ValueError: dense places cannot be pooled.
    """
    got: dict[Key, Fraction] = {}
    taken = sorted(given.values())
    for place in sorted(set(taken)):
        sharing = [key for key, its in given.items() if its == place]
        if place > len(amounts):
            break
        if not pooled:
            got.update(dict.fromkeys(sharing, Fraction(amounts[place - 1])))
            continue
        if taken.index(place) != place - 1:
            raise ValueError("Prizes are pooled under competition ranking only.")
        pool = sum(Fraction(a) for a in amounts[place - 1 : place - 1 + len(sharing)])
        got.update(dict.fromkeys(sharing, Fraction(pool) / len(sharing)))
    return got


@dataclass(frozen=True)
class Nomination:
    """Who is best in one direction of work; nobody, if ``reason`` says why it is not awarded."""

    winners: tuple[Key, ...]
    value: Score
    reason: Literal["no_candidates", "below_threshold"] | None = None


def nominations(
    directions: Mapping[str, Mapping[Key, Score]],
    *,
    threshold: Fraction | int = 0,
    several: bool = True,
    excluded: frozenset[Key] | set[Key] = frozenset(),
) -> dict[str, Nomination]:
    """The best of each direction, in the order of the directions; equal ones share it.

    ``directions``: for each the scores over its criteria. Below ``threshold`` it is not awarded.
    Unless one person may hold ``several``, who has one is passed over in those that follow.
    ``excluded``: who holds a place, or is out of competition.
    """
    found: dict[str, Nomination] = {}
    held = set(excluded)
    for title, values in directions.items():
        able = {key: v for key, v in values.items() if v is not None and key not in held}
        best = max(able.values(), default=None)
        if best is None:
            found[title] = Nomination((), None, "no_candidates")
        elif best < threshold:
            found[title] = Nomination((), best, "below_threshold")
        else:
            found[title] = Nomination(tuple(k for k, v in able.items() if v == best), best)
            if not several:
                held |= set(found[title].winners)
    return found


def _order(scores: Mapping[Key, Fraction], decimals: int | None) -> Mapping[Key, int | Decimal]:
    """Scores as numbers that compare quickly and exactly as they do."""
    if decimals is not None:
        return {key: half_up(score, decimals) for key, score in scores.items()}
    common = math.lcm(*(score.denominator for score in scores.values()))
    return {k: s.numerator * (common // s.denominator) for k, s in scores.items()}


def _by_value(keys: Mapping[Key, object] | Sequence[Key], values: Mapping) -> list[list[Key]]:
    """Keys that have the same value together, the highest value first."""
    groups: dict[object, list[Key]] = {}
    for key in keys:
        groups.setdefault(values[key], []).append(key)
    return [groups[value] for value in sorted(groups, reverse=True)]  # type: ignore[type-var]


def _decide(group: list[Key], chain: tuple[Step, ...], log: list[Decision]) -> list[list[Key]]:
    """The group in the order the chain gives it; what stays together shares its place."""
    if len(group) == 1 or not chain:
        return [group]
    step, rest = chain[0], chain[1:]
    if any(step.values.get(key) is None for key in group):
        log.append(Decision(step.code, tuple(group), (tuple(group),), "not_comparable"))
        return _decide(group, rest, log)
    parts = _by_value(group, step.values)
    outcome: Literal["decided", "equal"] = "decided" if len(parts) > 1 else "equal"
    log.append(Decision(step.code, tuple(group), tuple(tuple(p) for p in parts), outcome))
    return [equal for part in parts for equal in _decide(part, rest, log)]
