"""All that stands between a scoring and its results, told at once (000/2.2; agency 4.10)."""

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

    code: str  # order, sheets, spread, cells
    sentences: list[str]


class ComputeObstacles:
    """Why the results cannot be computed yet."""

    scoring: Any

    def obstacles(self: Any) -> list[Obstacle]:
        """Everything that has to be done before the results are computed; nothing when it may."""
        from monitoring.counting_inputs import refuse_unscored  # noqa: PLC0415 -- it knows marks

        asked = {
            "order": self.check_order,
            "sheets": self._refuse_few_sheets,
            "spread": self._refuse_unexplained,
            "cells": lambda: refuse_unscored(self),
        }
        found = []
        for code, check in asked.items():
            if code == "cells" and any(one.code == "sheets" for one in found):
                continue  # while sheets are open every cell lacks marks
            try:
                check()
            except ValidationError as error:
                found.append(Obstacle(code, error.messages))
        return found

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
