"""Nothing waits for itself: neither by what it comes after or before, nor by what comes first."""

from planning.models import Obligation


def circle(code: str, rule: dict, requires) -> bool:
    """Whether an obligation so changed would wait for itself."""
    waits: dict[str, set[str]] = {}
    for one in Obligation.objects.prefetch_related("requires"):
        waits[one.code] = _ahead(one.rule) | {other.code for other in one.requires.all()}
    waits[code] = _ahead(rule) | {other.code for other in requires}
    seen: set[str] = set()
    ahead = set(waits[code])
    while ahead:
        if code in ahead:
            return True
        seen |= ahead
        ahead = {more for one in ahead for more in waits.get(one, ())} - seen
    return False


def _ahead(rule: dict) -> set[str]:
    """What comes earlier by the rule: it follows when that is done."""
    return {rule["after"]} if rule.get("after") else set()


def counts_round(code: str, rule: dict) -> bool:
    """Whether its day would be counted from a day that is counted from its own."""
    rules = dict(Obligation.objects.values_list("code", "rule")) | {code: rule}
    seen, now = set(), rule.get("before")
    while now and now not in seen:
        if now == code:
            return True
        seen.add(now)
        now = rules.get(now, {}).get("before")
    return False
