"""Why somebody stands where they stand: means, marks, what decided, how firm it is (000/4.3)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from monitoring.left_out import reasons_of
from monitoring.models import ResultRow
from monitoring.result_charts import criteria_titles
from monitoring.result_words import (
    exact,
    member_columns,
    place_words,
    places_between,
    score_words,
    state_words,
    total_words,
    two,
)
from monitoring.tie_words import tie_sentences
from monitoring.weights import percent

from .result_figures import ResultPage


class RowDetail(ResultPage):
    """The explanation of one result: one's own, or anybody's for whoever runs the campaign."""

    template_name = "monitoring/result_row.html"
    title = what = gettext_lazy("Result")

    @property
    def row(self) -> Any:
        if not hasattr(self, "_row"):
            rows = ResultRow.objects.filter(result=self.result).select_related("participant")
            self._row = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._row

    @property
    def is_own(self) -> bool:
        """Whether the reader is whose result it is."""
        return self.row.participant.person_id == self.request.user.person_id

    @property
    def names_whose(self) -> bool:
        """Whether it is told who gave what: to nobody about the own score."""
        return self.names_members and self.row.participant_id not in self.own

    def get(self, request, *args, **kwargs):
        if not (self.sees_all or self.is_own):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_title(self):
        return str(self.row.participant)

    def get_context_data(self, **kwargs):
        row, detail = self.row, self.row.detail
        place = [(pgettext("rank", "Place"), place_words(row), "")]
        if not self.result.inputs["contest"]:
            place = []
        context = {
            "row": row,
            "facts": [
                *place,
                (_("Weighted score"), score_words(row), ""),
                (_("Exactly"), exact(row), ""),
                (_("Sum of points"), total_words(row), ""),
                (_("Middle value (median)"), two(detail["median"]), ""),
                (_("Without the lowest and the highest mark"), two(detail["trimmed"]), ""),
                (_("Change since the year before"), signed(detail["delta"]), ""),
            ],
            "criteria": self.criteria(),
            "members": self.members() if self.names_whose else [],
            "sentences": self.sentences(),
        }
        return super().get_context_data(**kwargs | context)

    def criteria(self) -> list[dict[str, Any]]:
        """Each criterion with its weight and mean, and its indicators with their marks."""
        inputs, detail = self.result.inputs, self.row.detail
        titles = criteria_titles(self.result)
        names = self.campaign.criteria.indicators().in_bulk() if self.campaign.criteria else {}
        reasons = reasons_of(self.result, self.row.participant_id)
        found = [
            {"title": title, "mean": two(mean), "weight": 0, "indicators": []}
            for title, mean in zip(titles, detail["criteria"], strict=True)
        ]
        for at, one in enumerate(inputs["indicators"]):
            head = found[one["criterion"]]
            head["weight"] += one["weight"]
            head["indicators"].append(
                {
                    "title": names.get(one["id"], "–"),
                    "weight": percent(one["weight"]),
                    "mean": two(detail["indicators"][at]),
                    "count": detail["counts"][at],
                    "left_out": at in detail["left_out"],
                    "reason": reasons.get(one["id"], ""),
                }
            )
        for head in found:
            head["weight"] = percent(head["weight"])
        return found

    def members(self) -> list[dict[str, str]]:
        """What each member gave, for the chair and the director alone."""
        return [
            {
                "name": name,
                "sum": self.row.detail["members"][at][0],
                "score": two(self.row.detail["members"][at][1]),
            }
            for at, name in member_columns(self.result, named=True)
        ]

    def sentences(self) -> list[str]:
        """Why the place is what it is, step by step, and how firm it is."""
        row, detail = self.row, self.row.detail
        said = [state_words(row)]
        told = {"tells_members": self.names_members, "own": self.own}
        said += tie_sentences(self.result, row.participant, **told)
        if detail["places"]:
            said.append(
                _("In nineteen of twenty commissions drawn anew: place %(places)s.")
                % {"places": places_between(detail["places"])}
            )
        if detail["differs"] is False:
            said.append(_("By these marks it cannot be told apart from whoever comes next."))
        return [one for one in said if one]


def signed(value: str | None) -> str:
    """A change with its sign."""
    said = two(value)
    return f"+{said}" if value and not value.startswith("-") else said
