"""The closing record of a year's nomenclature: cases opened by their terms (domain 2.2)."""

from typing import Any

from django.db.models import Count, Max
from django.utils.timezone import localdate

LONG = 10  # years: above it a term is called long
KINDS = ("permanent", "long", "temporary")


def kind_of(case: Any) -> str:
    """In which line of the closing record a case is counted."""
    if case.keep == "permanent":
        return "permanent"
    return "long" if case.keep == "years" and (case.years or 0) > LONG else "temporary"


def counted(year: Any):
    """The cases of a year, each with how many records lie in it and its last volume."""
    return year.items.annotate(kept=Count("records"), last_volume=Max("records__volume"))


def close_cases(year: Any, *, by, volumes: dict[int, int], carried: set[int]) -> dict[str, Any]:
    """Note volumes and what goes on in each case; the closing record, with who drew it up.

    A case in which nothing lies was not opened. What lies in a case that goes on is kept as much
    longer as the case goes on.
    """
    told = {kind: {"opened": 0, "carried": 0, "volumes": 0} for kind in KINDS}
    for case in counted(year):
        case.volumes = volumes.get(case.pk, case.last_volume or (1 if case.kept else 0))
        case.is_carried_over = case.pk in carried
        case._change_reason = "close"
        case.save()
        line = told[kind_of(case)]
        line["opened"] += bool(case.volumes)
        line["carried"] += case.is_carried_over
        line["volumes"] += case.volumes
        if case.is_carried_over:
            _keep_longer(case, by=by)
    post = by.person.appointment()
    return {
        **told,
        "total": {key: sum(told[kind][key] for kind in KINDS) for key in told["long"]},
        "on": localdate().isoformat(),
        "by": by.person.signature_name,
        "position": dict(post.position.name) if post else {},
    }


def _keep_longer(case: Any, *, by) -> None:
    """What lies in a case that goes on, in this year and in those before, is kept longer."""
    year, parts = case.nomenclature.year, [case]
    earlier = type(case).objects.filter(index=case.index, is_carried_over=True)
    by_year = {part.nomenclature.year: part for part in earlier.select_related("nomenclature")}
    while (year := year - 1) in by_year:
        parts.append(by_year[year])
    for part in parts:
        for kept in part.records.all():
            kept.follow_the_case(by=by)
