"""All that hinders the computing of the results, or the end of a campaign, told at once (000/2.2,
2.4-2.6; agency 4.10).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .campaign_deeds import _models


@dataclass(frozen=True)
class Obstacle:
    """One thing to be done first: which, and its sentences."""

    code: str  # order, sheets, spread, cells; meeting, protocol, proposals, appeals
    sentences: list[str]


def _refused(check: Callable[[], object]) -> list[str]:
    """The sentences with which it is refused; none where it is not."""
    try:
        check()
    except ValidationError as error:
        return error.messages
    return []


class Obstacles:
    """Why the results cannot be computed yet, or the campaign not be closed."""

    scoring: Any

    def obstacles(self: Any) -> list[Obstacle]:
        """Everything that has to be done before the results are computed; nothing when it may."""
        from monitoring.counting_inputs import refuse_unscored  # noqa: PLC0415 -- it knows marks

        found = {
            "order": _refused(self.check_order),
            "sheets": _refused(self._refuse_few_sheets),
            "spread": _refused(self._refuse_unexplained),
        }
        if not found["sheets"]:  # while sheets are open every cell lacks marks
            found["cells"] = _refused(lambda: refuse_unscored(self))
        return [Obstacle(code, sentences) for code, sentences in found.items() if sentences]

    def _refuse_unexplained(self: Any) -> None:
        """Whoever gave a mark far from the others says why first, each a sentence a mark."""
        notes = _models().SpreadNote.objects.filter(sheet__in=self.sheets(), text="")
        waiting = notes.order_by().values_list("sheet__member").annotate(Count("pk"))
        counts = dict(waiting)
        if not counts:
            return
        count = sum(counts.values())
        words = ngettext(
            "%(count)s mark that lies far from the others waits for a sentence.",
            "%(count)s marks that lie far from the others wait for a sentence.",
            count,
        ) % {"count": count}
        members = self.members.filter(pk__in=counts).select_related("person")
        names = ", ".join(f"{one} – {counts[one.pk]}" for one in members)
        awaited = _("Whose sentences are awaited: %(names)s.") % {"names": names}
        raise ValidationError([words, awaited])

    def closing_obstacles(self: Any) -> list[Obstacle]:
        """Everything that has to be decided before the campaign closes."""
        found = []
        if self.kind.heard_by_id and self.meeting_id is None:
            found.append(Obstacle("meeting", [_("The meeting has not heard the results yet.")]))
        if not self.protocol_is_signed:
            words = _("The protocol of the commission is not signed yet.")
            found.append(Obstacle("protocol", [words]))
        if count := self.proposals.filter(state__in=_models().Proposal.UNDECIDED).count():
            words = _("Proposals wait to enter the work plan or to be refused: %(count)s.")
            found.append(Obstacle("proposals", [words % {"count": count}]))
        Appeal = _models().Appeal  # noqa: N806 -- a model
        appeals = Appeal.objects.filter(participant__campaign=self)
        if count := appeals.filter(state__in=Appeal.UNDECIDED).count():
            words = _("Objections wait to be decided: %(count)s.")
            found.append(Obstacle("appeals", [words % {"count": count}]))
        return found
