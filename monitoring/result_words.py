"""How a result is said: scores, places, what decided, what the agreement means."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from common.dates import decimal_comma
from monitoring.kind_words import out_words
from monitoring.models import Member, Result, ResultRow
from monitoring.scoring_rules import TieBreak
from monitoring.statistics.scores import half_up

MEANS = {
    "agree": gettext_lazy(
        "The members put people in the same order and give them nearly the same points."
    ),
    "same_order": gettext_lazy(
        "Same order, different severity: the members agree on who is better, but not on how many "
        "points that is worth. Places can be relied on; the points themselves less."
    ),
    "order_only": gettext_lazy(
        "The members agree on who is better. Single marks differ, but even out over the criteria: "
        "places can be relied on, a single mark less."
    ),
    "level_only": gettext_lazy(
        "The members give nearly the same points, but people are so close to each other that their "
        "order differs. Neighbouring places say little."
    ),
    "partly": gettext_lazy(
        "The members agree in part: the top and the bottom of the list say more than its middle."
    ),
    "disagree": gettext_lazy(
        "The members hardly agree on who is better. Talk the marks over before the results are "
        "used."
    ),
    "ceiling": gettext_lazy(
        "Little variation: nearly everybody got the same points, so the coefficients are not "
        "informative. Look at the share of equal marks instead."
    ),
    "close": gettext_lazy(
        "The people’s scores lie close together, closer than the members’ marks of one person do: "
        "neighbouring places say little, and the coefficients are low for that reason too."
    ),
    "unknown": gettext_lazy("There is too little to tell how far the members agree."),
}
GRADES = {
    "poor": pgettext_lazy("agreement", "poor"),
    "moderate": pgettext_lazy("agreement", "moderate"),
    "good": pgettext_lazy("agreement", "good"),
    "excellent": pgettext_lazy("agreement", "excellent"),
}
REASONS = {
    "too_few_members": gettext_lazy("it takes two members at least"),
    "too_few_employees": gettext_lazy("it takes two people at least"),
    "no_variation": gettext_lazy("all marks are the same"),
    "no_variation_between_employees": gettext_lazy("people do not differ"),
    "no_residual_variation": gettext_lazy("nothing is left over to test against"),
    "no_pairs": gettext_lazy("no two members marked the same"),
    "too_few_units": gettext_lazy("it takes two units of five people at least"),
    "member_without_marks": gettext_lazy("a member has no complete marks"),
    "not_connected": gettext_lazy("the members marked different people"),
    "no_differences": gettext_lazy("nothing has changed"),
}
DECIDED = {
    TieBreak.WEIGHTIEST: gettext_lazy("by the score of the weightiest criterion"),
    TieBreak.OUTSIDER: gettext_lazy("by the score given by the external expert"),
    TieBreak.HIGHEST: gettext_lazy("by more of the highest points"),
    TieBreak.LOWEST: gettext_lazy("by fewer of the lowest points"),
    TieBreak.VOTE: gettext_lazy("by the open vote of the commission"),
}


def reason_words(code: str | None) -> str:
    """Why something cannot be counted."""
    return str(REASONS.get(code, code)) if code else ""


def two(value: Any) -> str:
    """A fraction or a figure with two decimals, halves up; a dash for none."""
    if value is None:
        return "–"
    return decimal_comma(half_up(Fraction(str(value))), 2)


def figure(value: float | None) -> str:
    """A coefficient with two decimals."""
    return "–" if value is None else decimal_comma(value, 2)


def apart(value: float | None) -> str:
    """How far above or below, with its sign."""
    if value is None:
        return "–"
    sign = "−" if value < 0 else "+"
    return f"{sign}{decimal_comma(abs(value), 2)}"


def percent(value: float | None) -> str:
    """A share in whole per cent."""
    return "–" if value is None else f"{value * 100:.0f}\u00a0%"


def score_words(row: ResultRow) -> str:
    """The weighted score as people read it."""
    return "–" if row.shown is None else decimal_comma(row.shown, 2)


def total_words(row: ResultRow) -> str:
    """The sum of points; where not all members scored, what it would be had they done so beside."""
    return points_words(row.points, row.detail.get("total")) if row.exact else "–"


def points_words(points: int, total: str | None) -> str:
    """A sum of points, in brackets the sum comparable with those whom all members scored."""
    if total is None or Fraction(total) == points:
        return str(points)
    return f"{points} ({two(total)})"


def brackets_words() -> str:
    """What the brackets beside a sum mean."""
    return _("In brackets beside a sum: what it would be had every member given every mark.")


def unnamed_words() -> str:
    """What the columns of members are where nobody is named."""
    return _(
        "The sums of each row stand from the highest to the lowest: a column is no member, so that "
        "nobody learns who gave what."
    )


def untold_words() -> str:
    """To a reader who is scored, where it is told which member gave what."""
    return _("Which member gave you what is not shown to you.")


def member_sum(row: ResultRow, at: int, *, named: bool, own: Collection[int] = ()) -> str:
    """The sum of one member; a dash where that member scored nothing, as oneself, and with names in
    the reader's ``own`` row. Without names it is the sum that comes at that place from the highest
    down.
    """
    if named and row.participant_id in own:
        return "–"
    told = row.detail["members"]
    if not named:
        given = sorted((one for one in told if _scored(one)), key=lambda one: -one[0])
        told = [*given, *(one for one in told if not _scored(one))]
    return str(told[at][0]) if _scored(told[at]) else "–"


def _scored(one: list[Any]) -> bool:
    total, score = one
    return bool(total) or score is not None


def exact(row: ResultRow) -> str:
    """The score as a fraction: what places are really taken by."""
    return "–" if row.score is None else str(row.score)


def place_words(row: ResultRow) -> str:
    """The place; none for who is out of competition, left, or could not be scored."""
    return "–" if row.place is None else str(row.place)


def places_between(places: list[int] | None) -> str:
    """Between which places somebody stands in nineteen of twenty draws."""
    if not places:
        return "–"
    first, last = places
    return str(first) if first == last else f"{first}–{last}"


def state_words(row: ResultRow) -> str:
    """What has to be said of a row: out of competition, left, shared, what decided."""
    person = row.participant
    if person.left_on:
        return _("Left on %(day)s") % {"day": f"{person.left_on:%d.%m.%Y}"}
    if person.out_reason:
        return out_words(row.result.campaign.kind, person.out_reason)
    if not row.exact:
        return _("Could not be scored")
    said = []
    if row.is_shared:
        said.append(pgettext("place", "Shared"))
    if row.decided_by:
        said.append(_("Equal score, decided %(how)s") % {"how": decided_words(row.decided_by)})
    if (level := row.detail.get("levelled")) is not None:
        said.append(
            _("Not every member scored this person; with their severity evened out: %(score)s")
            % {"score": figure(level)}
        )
    return "; ".join(said)


def decided_words(step: str) -> str:
    """By what equals were told apart."""
    return str(DECIDED[TieBreak(step)]) if step in DECIDED else step


def member_columns(result: Result, *, named: bool) -> list[tuple[int, str]]:
    """The members of a result as columns: index and name. Who may not know the names gets the sums
    of each row from the highest to the lowest: a member's own row would tell whose column it is.
    """
    members = result.inputs["members"]
    if not named:
        return [(at, _("Sum %(n)s") % {"n": at + 1}) for at in range(len(members))]
    found = Member.objects.filter(pk__in=[one["id"] for one in members]).select_related("person")
    names = {one.pk: one.person.short_name for one in found}
    return [(at, names.get(one["id"], "–")) for at, one in enumerate(members)]


def standing_words(result: Result) -> list[str]:
    """By what the places are taken, and whether the result counts still."""
    by_sum = result.rules.get("total") == "sum"
    if not result.inputs["contest"]:
        said = [_("The sum of points counts.") if by_sum else _("The weighted mean counts.")]
    elif by_sum:
        said = [_("Places are taken by the sum of points; the weighted mean stands beside.")]
    else:
        said = [_("Places are taken by the weighted mean; the sum of points stands beside.")]
    if result.statistics["agreement"]["dropped"]:
        said.append(brackets_words())
    if result.superseded_at:
        words = (
            _("This result counts no more: the commission voted openly between equals. %(why)s")
            if was_voted_on(result)
            else _("This result counts no more: the scoring was opened again. %(why)s")
        )
        said.append(words % {"why": result.superseded_because})
    return said


def was_voted_on(result: Result) -> bool:
    """Whether a result counts no more for an open vote: the marks of its round stand."""
    campaign = result.campaign
    later = campaign.results.filter(version__gt=result.version, round=result.round)
    return campaign.round == result.round or later.exists()
