"""The rules of a scoring in words, as papers and pages say them (000/2.2; A-20, A-22)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.scoring_rules import Ground, Places, ScoringRules, TieBreak, TiesOn, Total


def rules_words(rules: ScoringRules) -> list[str]:
    """Each rule as a sentence, in the language that is active."""
    said = [
        _("Marks are whole numbers from %(lowest)s to %(highest)s.")
        % {"lowest": rules.lowest, "highest": rules.highest},
        _total(rules),
        Places(rules.places).label + ".",
        _("Equal are those with the same exact score.")
        if rules.ties_on == TiesOn.EXACT
        else _("Equal are those whose scores with two decimals are the same."),
        _tie_break(rules),
        ngettext(
            "An indicator is scored by %(count)s mark at least.",
            "An indicator is scored by %(count)s marks at least.",
            rules.needed,
        )
        % {"count": rules.needed},
        ngettext(
            "The result needs %(count)s signed sheet.",
            "The result needs %(count)s signed sheets.",
            rules.quorum,
        )
        % {"count": rules.quorum},
    ]
    if rules.conflicts:
        grounds = "; ".join(str(Ground(one).label).lower() for one in rules.conflicts)
        said.append(
            _("A member does not score whom there is a reason for: %(grounds)s.")
            % {"grounds": grounds}
        )
    if rules.spread:
        said.append(
            _("Marks that lie %(points)s points apart or more are explained in writing.")
            % {"points": rules.spread}
        )
    return [str(one) for one in said if one]


def _total(rules: ScoringRules) -> str:
    if rules.total == Total.SUM:
        return _("The score is the sum of all points.")
    return _("The score is the mean of the marks, weighted by the weights of the indicators.")


def _tie_break(rules: ScoringRules) -> str:
    if not rules.tie_break:
        return _("Equal scores share a place.")
    chain = "; ".join(str(TieBreak(one).label).lower() for one in rules.tie_break)
    return _("Equal scores are told apart, in this order, by: %(chain)s.") % {"chain": chain}


def decided_words(step: str) -> str:
    """By which step equal scores were told apart; nothing where none had to."""
    return str(TieBreak(step).label) if step in TieBreak.values else ""
