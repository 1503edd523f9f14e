"""Nothing waits for itself: neither by what it is counted from, nor by what comes first."""

from collections.abc import Iterable, Mapping

from planning import recurrence
from planning.models import Obligation


def waiting_for_itself(rules: dict[str, dict], requires: Mapping[str, Iterable[str]]) -> str:
    """The code of an obligation that would come only after itself; nothing where none does."""
    return recurrence.circle(
        {code: {*requires.get(code, ()), *_named(rule, "after")} for code, rule in rules.items()}
    )


def counted_from_itself(rules: dict[str, dict]) -> str:
    """The code of an obligation whose day would be counted from its own."""
    return recurrence.circle({code: _named(rule, "before") for code, rule in rules.items()})


def _named(rule: dict, key: str) -> set[str]:
    return {rule[key]} if rule.get(key) else set()


def as_they_are() -> tuple[dict[str, dict], dict[str, set[str]]]:
    """The rules of all obligations, and what has to end before each."""
    rules, requires = {}, {}
    for one in Obligation.objects.prefetch_related("requires"):
        rules[one.code] = one.rule
        requires[one.code] = {other.code for other in one.requires.all()}
    return rules, requires
