"""The register of records, what is up for disposal, and what a reader may bring out (DP-02)."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, Q
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.dates import numeric
from common.views import Column, ListPage
from common.yes_no import YesNoFilter
from documents.models import FundItem, Nomenclature, NomenclatureItem, Process, Record, RecordState
from documents.models.record_steps import KEPT

S = RecordState
TONES = {
    S.OPEN: "grey",
    S.CLOSED: "blue",
    S.STORED: "green",
    S.RESTORED: "green",
    S.EXPIRED: "amber",
    S.DESTROYED: "grey",
    S.LOST: "red",
    S.DROPPED: "grey",
}


def years_of_cases() -> list[tuple[int, str]]:
    """The years there are cases of."""
    years = Nomenclature.objects.order_by("-year").values_list("year", flat=True)
    return [(year, str(year)) for year in years]


class RecordFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), method="by_year")
    case = django_filters.CharFilter(label=gettext_lazy("Index of the case"), method="by_case")
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=S.choices)
    expiring = YesNoFilter(label=gettext_lazy("Term ends this year"), method="by_expiring")
    held = YesNoFilter(label=gettext_lazy("Under a hold"), method="by_hold")
    process = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Process"), queryset=lambda request: Process.objects.all()
    )
    fund = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Report of the fund"),
        field_name="fund_item",
        queryset=lambda request: FundItem.objects.all(),
    )

    class Meta:
        model = Record
        fields = ["year", "case", "state", "expiring", "held", "process", "fund"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years_of_cases()

    def by_year(self, rows, name, value):
        cases = NomenclatureItem.objects.filter(nomenclature__year=value)
        return rows.filter(case__in=cases.values("pk"))

    def by_case(self, rows, name, value):
        return rows.filter(case__in=NomenclatureItem.objects.filter(index=value).values("pk"))

    def by_expiring(self, rows, name, value):
        ends = Q(state__in=KEPT, until__lte=date(localdate().year, 12, 31)) | Q(state=S.EXPIRED)
        return rows.filter(ends) if value else rows.exclude(ends)

    def by_hold(self, rows, name, value):
        return rows.filter(is_held=value)


def until_words(kept: Record) -> str:
    """Until when it is kept, or its term without a day; before it is stored, when that is said."""
    if not kept.keep:
        return _("set when stored") if kept.state != S.DROPPED else ""
    return numeric(kept.until) if kept.until else kept.term


def state_words(kept: Record) -> str:
    """Its state; a hold is said beside it."""
    said = str(kept.get_state_display())
    return f"{said}, {_('held')}" if getattr(kept, "is_held", False) else said


NAMED = [
    Column("identifier", gettext_lazy("No."), lambda r: r.identifier or "—", kind="code"),
    Column("title", gettext_lazy("Title"), lambda r: r.title),
    Column("date", gettext_lazy("Date"), lambda r: numeric(r.date), sort="date", kind="date"),
    Column("author", gettext_lazy("Author"), lambda r: r.author, kind="person"),
]
KEPT_UNTIL = Column(
    "until",
    gettext_lazy("Kept until"),
    until_words,
    sort="until",
    kind="date",
    css=lambda r: "" if r.keep else "quiet",
)
STATE = Column(
    "state",
    gettext_lazy("State"),
    state_words,
    kind="state",
    tone=lambda r: TONES[S(r.state)],
)
CASE = Column(
    "case",
    pgettext_lazy("nomenclature", "Case"),
    lambda r: f"{r.case.index} · {r.case.nomenclature.year}",
    sort="case__sorted_as",
)
MORE = [
    Column("proves", gettext_lazy("What it proves"), lambda r: what_it_proves(r)),
    Column("carrier", gettext_lazy("Carrier"), lambda r: r.get_carrier_display()),
    Column("place", pgettext_lazy("nomenclature", "Place"), lambda r: r.place),
    Column("article", gettext_lazy("Article"), lambda r: r.article),
]


def what_it_proves(kept: Record) -> str:
    """The work, the process and the document behind a record, in words."""
    parts: list[Any] = [kept.proves, kept.process, kept.document and kept.document.code]
    return " · ".join(str(part) for part in parts if part)


class RecordList(ListPage):
    """The register of records (004/4.2.4)."""

    model = Record
    permission = "documents.view_record"
    title = gettext_lazy("Records")
    lead = gettext_lazy("What shows that the work was done: by cases of the nomenclature.")
    filterset_class = RecordFilter
    empty_text = gettext_lazy("There are no records yet.")
    empty_hint = gettext_lazy("A record is opened in a case of the nomenclature, and closed.")
    add_permission = "documents.add_record"
    add_label = gettext_lazy("New record")
    add_url = reverse_lazy("records:record_add")
    columns = [*NAMED[:2], CASE, *NAMED[2:], KEPT_UNTIL, STATE]

    def get_queryset(self):
        return super().get_queryset().exclude(state=S.DROPPED)

    def columns_out(self, form):
        return [*self.columns, *MORE] if form == "xlsx" else self.columns


class Expiring(ListPage):
    """What is kept to the end of its term, year by year: up for disposal (C-44)."""

    model = Record
    permission = "documents.view_expiring"
    title = gettext_lazy("Records whose term is over")
    lead = gettext_lazy(
        "Looked through once a year: what is still needed is kept longer, the rest goes by an act."
    )
    filterset_class = RecordFilter
    empty_text = gettext_lazy("No term is over.")
    add_permission = "documents.add_disposalact"
    add_label = gettext_lazy("Draw up an act")
    add_url = reverse_lazy("records:disposal_add")
    template_name = "documents/expiring.html"
    columns = [
        *NAMED[:2],
        CASE,
        Column("term", gettext_lazy("Term, article"), lambda r: " ".join([r.term, r.article])),
        KEPT_UNTIL,
        Column("act", gettext_lazy("Act"), lambda r: f"№ {r.act.number}" if r.act else ""),
        STATE,
    ]

    def get_queryset(self):
        rows = super().get_queryset().select_related("act", "case__nomenclature")
        return rows.filter(state=S.EXPIRED).order_by("case__nomenclature__year", "until", "pk")

    def get_context_data(self, **kwargs):
        counted = (
            Record.objects.visible_to(self.request.user)
            .filter(state=S.EXPIRED)
            .order_by()
            .values("case__index", "case__nomenclature__year")
            .annotate(count=Count("pk"))
            .order_by("case__nomenclature__year", "case__index")
        )
        by_case = [
            {
                "words": f"{row['case__index']} · {row['case__nomenclature__year']}",
                "count": row["count"],
                "url": f"{reverse('records:expiring')}?case={row['case__index']}"
                f"&year={row['case__nomenclature__year']}",
            }
            for row in counted
        ]
        return super().get_context_data(by_case=by_case, **kwargs)
