"""What criteria must be before they go to approval; each fault with the place that mends it."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.models import deed, record
from monitoring.weights import WHOLE, percent


class Fault(NamedTuple):
    """One thing that is missing, and where its form asks for it."""

    words: str
    anchor: str


class CriteriaReady:
    """Weights that sum exactly, indicators everywhere, the revision told, translations true."""

    def faults(self: Any) -> list[Fault]:
        """All that has to be mended before they are sent (000/3.2, 3.3)."""
        found = []
        tree = list(self.whole_tree())
        if not tree:
            found.append(Fault(_("There are no criteria yet."), "criteria"))
        found += [
            Fault(
                _("Criterion %(number)s, “%(title)s”, has no indicator yet.")
                % {"number": number, "title": row.title},
                f"criteria-{number - 1}-indicators",
            )
            for number, row in enumerate(tree, 1)
            if not row.indicators.all()
        ]
        total = sum(one.weight for row in tree for one in row.indicators.all())
        if total != WHOLE:
            words = _("The weights sum to %(sum)s per cent; they have to sum to 100 exactly.")
            found.append(Fault(words % {"sum": percent(total)}, "weights"))
        return found + self._revision_faults()

    def _revision_faults(self: Any) -> list[Fault]:
        if self.revised_on and self.revised_by_id and self.revision_words.strip():
            return []
        words = _("Say what was added or changed this year, by whom and when: it is asked yearly.")
        given = (
            ("revision_words", self.revision_words.strip()),
            ("revised_on", self.revised_on),
            ("revised_by", self.revised_by_id),
        )
        first = next(name for name, value in given if not value)
        return [Fault(words, f"id_{first}_group")]

    def check_ready(self: Any) -> None:
        """Weights sum exactly, every criterion has indicators, the yearly revision is recorded."""
        if wrong := [one.words for one in self.faults()]:
            raise ValidationError(wrong)

    def stale_texts(self: Any) -> list:
        """Translations that stayed as they were though the original changed."""
        from monitoring.criteria_languages import translations  # noqa: PLC0415 -- it asks people

        return [(one.name, one.stale) for one in translations(self) if one.stale]

    def send(self: Any, *, by, agreeing=(), translations_hold=False) -> None:
        """Begin the route; of translations that stayed behind the sender says that they hold."""
        with deed(by=by):
            stale = self.stale_texts() if self.state == "draft" else []
            if stale and not translations_hold:
                words = _("The original changed and these translations did not: look them through.")
                raise ValidationError({"translations_hold": words})
            super().send(by=by, agreeing=agreeing)  # type: ignore[misc]
            if stale:
                count = sum(len(pieces) for _name, pieces in stale)
                record(self, "confirm_translations", by=by, count=count)
