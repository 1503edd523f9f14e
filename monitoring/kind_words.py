"""How a kind of assessment speaks: a contest has competitors and places, an evaluation neither."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from monitoring import scored

CONTEST = {
    "takes_part": gettext_lazy("Competes"),
    "out": gettext_lazy("Out of competition"),
    "out_because": gettext_lazy("Out of competition because"),
    "empty_means": gettext_lazy("Left empty: the participant competes again."),
    "take_in": gettext_lazy("Into the competition again"),
}
EVALUATION = {
    "takes_part": gettext_lazy("Takes part"),
    "out": gettext_lazy("Does not count"),
    "out_because": gettext_lazy("Does not count because"),
    "empty_means": gettext_lazy("Left empty: the result counts again."),
    "take_in": gettext_lazy("Let it count again"),
}


AGREEMENT = {
    "agree": gettext_lazy("The members see the same order and give nearly the same points."),
    "same_order": gettext_lazy(
        "Same order, different severity: the members agree on what is better, but not on how many "
        "points that is worth. The order can be relied on; the points themselves less."
    ),
    "order_only": gettext_lazy(
        "The members agree on what is better. Single marks differ, but even out over the criteria: "
        "the order can be relied on, a single mark less."
    ),
    "level_only": gettext_lazy(
        "The members give nearly the same points, but the scores are so close to each other that "
        "their order differs. Small differences say little."
    ),
    "disagree": gettext_lazy(
        "The members hardly agree on what is better. Talk the marks over before the results are "
        "used."
    ),
    "ceiling": gettext_lazy(
        "Little variation: nearly all got the same points, so the coefficients are not "
        "informative. Look at the share of equal marks instead."
    ),
    "close": gettext_lazy(
        "The scores lie close together, closer than the members’ marks of one cell do: small "
        "differences say little, and the coefficients are low for that reason too."
    ),
}


def words_of(kind) -> dict[str, Any]:
    """The words for those who take part."""
    return CONTEST if kind.is_contest else EVALUATION


def scores_people(kind) -> bool:
    """Whether persons are scored, with posts and units."""
    return scored.get(kind.subject).of_people


def name_label(kind) -> str:
    """What the column of names is called: people have names, other things are called somehow."""
    return _("Name") if scores_people(kind) else pgettext("monitoring", "What is scored")


def nobody_yet(campaign) -> str:
    """Why nothing stands in the list of participants."""
    kind = campaign.kind
    if not kind.takes_all:
        return _("Nothing is named yet that is to be scored.")
    if kind.collects_material:
        return _("Nobody takes part yet: they are noted when collecting opens.")
    return _("Nobody takes part yet: they are noted when the scoring begins.")


def out_words(kind, why: str) -> str:
    """What is said of a result that takes no place, or does not count."""
    words = _("Out of competition: %(why)s") if kind.is_contest else _("Does not count: %(why)s")
    return words % {"why": why}
