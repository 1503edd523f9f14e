"""The rules of one scoring as sentences: on the page of a campaign, in its papers (A-20)."""

from django.utils.translation import gettext as _

from common.dates import decimal_comma
from monitoring.scoring_rules import Ground, Places, ScoringRules, TieBreak, TiesOn, Total


def in_words(rules: ScoringRules, *, is_contest: bool = True) -> list[str]:
    """Each rule in a sentence; an evaluation without places says nothing of them."""
    said = [
        _("Marks are whole numbers from %(lowest)s to %(highest)s.")
        % {"lowest": rules.lowest, "highest": rules.highest},
        (_("The total that ranks: %(total)s.") if is_contest else _("The total: %(total)s."))
        % {"total": Total(rules.total).label},
        _("A cell needs %(needed)s marks, a result %(quorum)s signed sheets.")
        % {"needed": rules.needed, "quorum": rules.quorum},
    ]
    if is_contest:
        said[2:2] = _of_places(rules)
    if rules.conflicts:
        grounds = "; ".join(str(Ground(one).label) for one in rules.conflicts)
        said.append(_("A member does not score: %(grounds)s.") % {"grounds": grounds})
    if rules.spread:
        said.append(
            _("Where marks lie %(spread)s points apart, both ends say why.")
            % {"spread": rules.spread}
        )
    if is_contest:
        said.append(
            _("A nomination is proposed from a score of %(threshold)s.")
            % {"threshold": decimal_comma(rules.threshold, 2)}
        )
    return said


def _of_places(rules: ScoringRules) -> list[str]:
    said = [
        _("Places: %(places)s.") % {"places": Places(rules.places).label},
        _("Equal is: %(ties)s.") % {"ties": TiesOn(rules.ties_on).label},
    ]
    if rules.tie_break:
        steps = "; ".join(str(TieBreak(one).label) for one in rules.tie_break)
        said.append(_("Equal scores are told apart by: %(steps)s.") % {"steps": steps})
    return said
