"""How far the members agree, the charts, how the members scored, the count once more (001/5.4)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.views import OnPaper, Page
from monitoring import result_figures
from monitoring.counting import verify
from monitoring.models import Participant
from monitoring.result_charts import charts_of
from monitoring.result_figures import chance, names_of
from monitoring.result_words import (
    apart,
    figure,
    member_columns,
    percent,
    reason_words,
    untold_words,
)
from monitoring.statistics.severity import HALF_A_POINT

from .of_result import OfResult

SHOWN = 30  # marks that stand out


class ResultPage(OfResult, OnPaper, Page, TemplateView):
    """A page of one result."""

    what: Any = ""

    def get_title(self):
        return self.result_title(str(self.what))

    def get_context_data(self, **kwargs):
        context = {
            "campaign": self.campaign,
            "result": self.result,
            "result_links": self.links(),
            "may_see_all": self.sees_all,
            "result_notes": self.notes(),
        }
        return super().get_context_data(**kwargs | context)


class Figures(ResultPage):
    """Agreement in honest words, firmness of the places, charts with their tables."""

    template_name = "monitoring/result_figures.html"
    title = what = gettext_lazy("Agreement and charts")

    def get_context_data(self, **kwargs):
        result = self.result
        context = {
            "mean": result_figures.mean_words(result),
            "agreement": result_figures.agreement_rows(result),
            "agreement_words": result_figures.agreement_words(result),
            "close_calls": result_figures.close_calls(result),
            "nominations": result_figures.nominations(result),
            "units": result_figures.units(result),
            "years": result_figures.years(result),
            "charts": charts_of(result),
        }
        return super().get_context_data(**kwargs | context)


class Members(ResultPage):
    """What the chair alone is told: severity, habits, marks that stand out (scoring.md, 6)."""

    template_name = "monitoring/result_members.html"
    permission = "monitoring.view_severity"
    title = what = gettext_lazy("How the members scored")

    def get_context_data(self, **kwargs):
        told = self.result.statistics["members"]
        names = dict(member_columns(self.result, named=True))
        people = self.result.inputs["participants"]
        outliers = [one for one in told["outliers"] if people[one["row"]]["id"] not in self.own]
        context = {
            "members": self.rows(told, names),
            "test": self.test(told["severity"]),
            "outside": outside_words(told["outside"]),
            "outliers": self.outliers(outliers[:SHOWN], names),
            "outliers_count": told["outliers_count"],
            "wide": told["wide"],
            "untold": untold_words() if self.own else "",
        }
        return super().get_context_data(**kwargs | context)

    def rows(self, told, names) -> list[dict[str, Any]]:
        effects, flagged = told["severity"]["effects"], told["severity"]["flagged"]
        rows = []
        for at, habit in enumerate(told["habits"]):
            said = [
                words
                for holds, words in (
                    (at in flagged, _("differs from the others by half a point and more")),
                    (habit["central"], _("hardly uses the scale")),
                    (habit["straight_lining"], _("one and the same mark throughout")),
                    (habit["halo"], _("all criteria alike")),
                )
                if holds
            ]
            effect = effects[at] if at < len(effects) else None
            rows.append(
                {
                    "name": names[at],
                    "effect": apart(effect),
                    "is_far": effect is not None and abs(effect) >= HALF_A_POINT,
                    "deviation": figure(habit["deviation"]),
                    "straight": percent(habit["straight"]),
                    "correlation": figure(habit["correlation"]),
                    "said": "; ".join(said),
                }
            )
        return rows

    def test(self, told) -> str:
        if told["p"] is None:
            return reason_words(told["reason"])
        return _("Whether members differ in severity: F %(f)s, chance %(p)s.") % {
            "f": figure(told["f"]),
            "p": chance(told["p"]),
        }

    def outliers(self, told, names) -> list[dict[str, Any]]:
        people = names_of(self.result, {one["row"] for one in told})
        columns = self.campaign.criteria.indicators().in_bulk() if self.campaign.criteria else {}
        indicators = self.result.inputs["indicators"]
        return [
            {
                "who": people[one["row"]],
                "indicator": columns.get(indicators[one["indicator"]]["id"], "–"),
                "member": names[one["member"]],
                "apart": apart(one["residual"]),
                "z": apart(one["z"]),
                "is_far": one["grade"] == "flag",
            }
            for one in told
        ]


def outside_words(told: dict[str, Any] | None) -> str:
    """How much more or less the outside expert gives than the staff."""
    if not told or told["mean"] is None:
        return ""
    words = _("The external expert gives %(mean)s points beside the employees’ mean") % {
        "mean": apart(told["mean"])
    }
    if told["interval"]:
        low, high = told["interval"]
        words = f"{words} ({apart(low)} … {apart(high)})"
    return f"{words}."


class Check(ResultPage):
    """The result counted once more from its frozen inputs, and its marks looked at."""

    template_name = "monitoring/result_check.html"
    title = what = gettext_lazy("Count once more")
    faults = {
        "inputs": gettext_lazy("What it was counted from is not what its digest covers."),
        "marks": gettext_lazy("The marks of its sheets are not those it was counted from."),
        "rows": gettext_lazy("Counted once more, scores or places come out otherwise."),
        "statistics": gettext_lazy("Counted once more, the statistics come out otherwise."),
    }

    def permission_object(self):
        return self.campaign

    def get_context_data(self, **kwargs):
        if not self.sees_all:
            raise PermissionDenied
        found = verify(self.result)
        context = {
            "faults": [self.faults[code] for code in found],
            "people": Participant.objects.filter(campaign=self.campaign).count(),
            "digest": self.result.digest,
        }
        return super().get_context_data(**kwargs | context)
