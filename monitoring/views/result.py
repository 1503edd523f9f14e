"""The table of places and the consolidated sheet of a campaign (000/2.2, 4.3, 4.4)."""

from dataclasses import replace

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.views import Column, ListPage
from monitoring.kind_words import name_label, scores_people
from monitoring.models import Participant, ResultRow
from monitoring.result_words import (
    exact,
    member_columns,
    member_sum,
    place_words,
    places_between,
    score_words,
    state_words,
    total_words,
    unnamed_words,
    untold_words,
)
from monitoring.scoring_rules import PRIZES
from people.models import Unit

from .of_result import OfResult


class RowFilter(django_filters.FilterSet):
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"),
        field_name="participant__unit",
        queryset=Unit.objects.all(),
    )
    stands = django_filters.ChoiceFilter(
        label=gettext_lazy("Which"),
        choices=[
            ("prize", gettext_lazy("First three places")),
            ("out", gettext_lazy("Without a place")),
        ],
        method="by_standing",
    )

    class Meta:
        model = ResultRow
        fields = ["unit", "stands"]

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        units = self.queryset.order_by().values("participant__unit")
        found = self.filters["unit"].extra["queryset"]
        self.filters["unit"].extra["queryset"] = found.filter(pk__in=units)
        if not kind.is_contest:
            del self.filters["stands"]
        if not scores_people(kind):
            del self.filters["unit"]

    def by_standing(self, rows, name, value):
        return rows.filter(place__lte=PRIZES) if value == "prize" else rows.filter(place=None)


class ResultList(OfResult, ListPage):
    """A register of the rows of one result."""

    model = ResultRow
    template_name = "monitoring/result_list.html"
    filterset_class = RowFilter
    empty_text = gettext_lazy("Nobody was scored.")
    what = ""

    def get_queryset(self):
        rows = self.result.rows.select_related("participant")
        return rows.in_order(is_contest=self.campaign.kind.is_contest)

    def filter_more(self):
        return {"kind": self.campaign.kind}

    def search_rows(self, rows, words):
        found = Participant.objects.filter(campaign=self.campaign).search(words)
        return rows.filter(participant__in=found.order_by().values("pk"))

    def row_url(self, thing) -> str:
        user = self.request.user
        if not (self.sees_all or thing.participant.person_id == user.person_id):
            return ""
        url = reverse("monitoring:result_row", args=[self.campaign.pk, thing.pk])
        version = self.request.GET.get("version", "")
        return f"{url}?version={version}" if version.isdecimal() else url

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


PLACE = Column(
    "place",
    pgettext_lazy("rank", "Place"),
    lambda row: place_words(row),
    sort="place",
    kind="number",
)
NAME = Column(
    "name", gettext_lazy("Name"), lambda row: row.participant, sort="participant__sorted_as"
)


def name_of(kind) -> Column:
    """The column of names, called as the kind calls what it scores."""
    return replace(NAME, label=name_label(kind))


SCORE = Column("score", gettext_lazy("Weighted score"), score_words, sort="shown", kind="number")
POINTS = Column("points", gettext_lazy("Sum of points"), total_words, kind="number")
NOTE = Column("note", gettext_lazy("Note"), state_words)
UNIT = Column("unit", gettext_lazy("Unit"), lambda row: row.participant.unit_name or "–")


class PlaceList(ResultList):
    """Who took which place; where none are taken, who has which score."""

    title = gettext_lazy("Places")

    @property
    def what(self):
        """What the page is called."""
        return _("Places") if self.campaign.kind.is_contest else _("Scores")

    def get(self, request, *args, **kwargs):
        kind = self.campaign.kind
        if not kind.is_contest:
            units = [UNIT] if scores_people(kind) else []
            self.columns = [name_of(kind), *units, SCORE, POINTS, NOTE]
        return super().get(request, *args, **kwargs)

    columns = [
        PLACE,
        NAME,
        UNIT,
        SCORE,
        POINTS,
        Column(
            "between",
            gettext_lazy("How firm the place is"),
            lambda row: places_between(row.detail.get("places")),
        ),
        NOTE,
    ]

    def notes(self):
        if not self.campaign.kind.is_contest:
            return super().notes()
        words = _(
            "How firm the place is: between which places somebody stands in nineteen of twenty "
            "commissions drawn anew from these members."
        )
        return [*super().notes(), words]


class Consolidated(ResultList):
    """Everybody's points by member, their sum, the weighted score exactly, the place."""

    title = what = gettext_lazy("Consolidated sheet")

    def columns_here(self, out: bool) -> list[Column]:
        named = self.names_in_all_rows
        members = member_columns(self.result, named=named) if self.sees_all else []
        middle = [
            Column(
                f"m{at}",
                words,
                lambda row, at=at: member_sum(row, at, named=named, own=self.own),
                kind="number",
            )
            for at, words in members
        ]
        ends = [POINTS, SCORE, *([PLACE] if self.campaign.kind.is_contest else [])]
        if out:
            ends.insert(2, Column("exact", gettext_lazy("Exactly"), exact))
        number = Column(
            "number",
            gettext_lazy("No."),
            lambda row: row.participant.number,
            sort="participant__number",
            kind="number",
        )
        return [number, name_of(self.campaign.kind), *middle, *ends]

    def columns_out(self, form):
        return self.columns_here(out=True)

    def notes(self):
        if self.names_in_all_rows:
            told = [untold_words()] if self.own else []
        else:
            told = [unnamed_words()] if self.sees_all else []
        return [*super().notes(), *told]

    def get(self, request, *args, **kwargs):
        self.columns = self.columns_here(out=False)
        return super().get(request, *args, **kwargs)
