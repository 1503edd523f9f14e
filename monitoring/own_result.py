"""An employee's own result, explained: by criterion and indicator, against the scale and against
the average of all; without the names of members, without anybody else's rows (000/4.3).
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Avg, Count, Q

from common.dates import decimal_comma
from monitoring.fractions import fraction_words, two_places
from monitoring.left_out import reasons_of
from monitoring.models import Campaign, Indicator, Mark, Participant, PointWords, Result, ResultRow

DAY = 86_400  # seconds: averages of a frozen result never change


@dataclass
class Line:
    """One indicator of the own result."""

    title: str
    percent: str
    mean: str
    words: str  # of the point of the scale that the mean lies next to
    average: str
    marks: int
    applies: bool = True
    value: Decimal | None = None
    why: str = ""  # it does not apply


@dataclass
class Group:
    """One criterion of the own result with its indicators."""

    title: str
    direction: str
    mean: str
    average: str
    before: str = ""  # the year before
    lines: list[Line] = field(default_factory=list)


@dataclass
class OwnResult:
    """All that an employee sees of one result of their own."""

    participant: Participant
    campaign: Campaign
    row: ResultRow
    competing: int
    groups: list[Group]
    before: "ResultRow | None"

    @property
    def shown(self) -> str:
        return decimal_comma(self.row.shown, 2) if self.row.shown is not None else "—"

    @property
    def shown_before(self) -> str:
        return decimal_comma(self.before.shown, 2) if self.before and self.before.shown else ""


def row_of(participant: Participant) -> ResultRow | None:
    """The row of a participant in the result that counts."""
    rows = ResultRow.objects.filter(participant=participant, result__superseded_at=None)
    return rows.select_related("result").defer("result__inputs", "result__statistics").first()


def own_result(participant: Participant) -> OwnResult | None:
    """The own result of a participant; nothing where they are not in it."""
    row = row_of(participant)
    if row is None:
        return None
    campaign = participant.campaign
    rows = ResultRow.objects.filter(result=row.result_id)
    before = _before(participant)
    return OwnResult(
        participant=participant,
        campaign=campaign,
        row=row,
        competing=rows.exclude(place=None).count(),
        groups=_groups(row, before),
        before=before,
    )


def _before(participant: Participant) -> ResultRow | None:
    """The row of the same thing in the result of the year before, once that was told."""
    campaign = participant.campaign
    rows = ResultRow.objects.filter(
        participant__subject_type=participant.subject_type_id,
        participant__subject_id=participant.subject_id,
        participant__campaign__kind=campaign.kind_id,
        participant__campaign__year__lt=campaign.year,
        participant__campaign__state__in=["announced", "correcting", "closed"],
        result__superseded_at=None,
    )
    rows = rows.defer("result__inputs").order_by("-participant__campaign__year")
    return rows.select_related("result", "participant__campaign").first()


def _heads(result: Result) -> tuple[list, list, list, list]:
    """Criteria, indicators, sheets and averages of a frozen result, without its marks."""
    names = ("inputs__criteria", "inputs__indicators", "inputs__members", "statistics__criteria")
    found = Result.objects.filter(pk=result.pk).values_list(*names)[0]
    return tuple(one or [] for one in found)  # type: ignore[return-value]


def _groups(row: ResultRow, before: ResultRow | None) -> list[Group]:
    """The criteria in their order, each with its indicators."""
    criteria, columns, members, means = _heads(row.result)
    detail = row.detail
    rows = Indicator.objects.select_related("criterion__direction").in_bulk(
        [one["id"] for one in columns]
    )
    averages = _averages(row.result, [one["sheet"] for one in members])
    words = _points(rows)
    earlier = _earlier(before)
    left_out = reasons_of(row.result, row.participant_id)
    made: dict[int, Group] = {}
    for n, column in enumerate(columns):
        one = rows[column["id"]]
        at = column["criterion"]
        if at not in made:
            average = means[at]["mean"] if at < len(means) else None
            made[at] = Group(
                title=str(one.criterion),
                direction=str(one.criterion.direction or ""),
                mean=fraction_words(detail["criteria"][at]),
                average=fraction_words(average),
                before=earlier.get(criteria[at]["key"], ""),
            )
        mean = detail["indicators"][n]
        made[at].lines.append(
            Line(
                title=str(one),
                percent=one.percent,
                mean=fraction_words(mean),
                value=two_places(mean),
                words=_nearest(words, one.pk, mean),
                average=averages.get(one.pk, "—"),
                marks=detail["counts"][n],
                applies=n not in detail["left_out"],
                why=left_out.get(one.pk, ""),
            )
        )
    return [made[at] for at in sorted(made)]


def _averages(result: Result, sheets: list[int]) -> dict[int, str]:
    """The mean of all marks of each indicator; counted once a result, which is frozen."""
    key = f"monitoring.averages.{result.pk}.{result.digest}"
    found = cache.get(key)
    if found is None:
        rows = Mark.objects.filter(sheet__in=sheets, value__isnull=False).order_by()
        sums = rows.values_list("indicator").annotate(mean=Avg("value"), count=Count("pk"))
        found = {pk: decimal_comma(mean, 2) for pk, mean, _count in sums}
        cache.set(key, found, DAY)
    return found


def _points(indicators: dict[int, Indicator]) -> dict[tuple[int | None, int], str]:
    """Words of the points, of an indicator or of all."""
    sets = {one.criterion.criteria_id for one in indicators.values()}
    rows = PointWords.objects.filter(criteria__in=sets)
    rows = rows.filter(Q(indicator=None) | Q(indicator__in=indicators))
    return {(one.indicator_id, one.point): str(one.words) for one in rows}


def _nearest(words: dict, indicator: int, mean: str | None) -> str:
    """What the point means that the mean lies nearest to."""
    value = two_places(mean)
    if value is None:
        return ""
    point = int(value + Decimal("0.5"))
    return words.get((indicator, point)) or words.get((None, point), "")


def _earlier(before: ResultRow | None) -> dict[str, str]:
    """The means of the year before by the key of the criterion, which goes on with its copy."""
    if before is None:
        return {}
    criteria, _columns, _members, _means = _heads(before.result)
    means = before.detail.get("criteria", [])
    return {one["key"]: fraction_words(mean) for one, mean in zip(criteria, means, strict=False)}
