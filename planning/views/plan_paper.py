"""The year's obligations as one paper to approve and to sign: month by month, who answers."""

from datetime import date
from urllib.parse import quote

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from common.dates import month_name, numeric
from common.models import deed, record
from common.printing import pdf_response
from common.table_widths import Words, fit
from common.views import Page
from people.models import Person
from planning import owners, rule_words
from planning.holders import Holders
from planning.models import Duty, Obligation
from planning.timetable import Timetable

AHEAD = 2  # years


class YearPlan(Page, View):
    """The plan of a year, with lines to sign (003/12.1; 004/5.4.2)."""

    permission = "planning.view_obligation"
    title = gettext_lazy("The year’s obligations")

    def get(self, request):
        year = _year(request.GET.get("year", ""))
        title = _("Obligations of the year %(year)s") % {"year": year}
        context = {"title": title, "year": year, **plan(year, request.user), **hands()}
        context["fit"] = fitted([*context["months"], {"rows": context["undated"]}])
        name = quote(f"{title}_{localdate():%Y-%m-%d}.pdf".replace(" ", "_"))
        response = pdf_response("print/year_plan.html", context, name)
        rows = sum(len(month["rows"]) for month in context["months"])
        with deed(by=request.user):
            record(None, "export", by=request.user, register=request.path, form="pdf", rows=rows)
        return response


def fitted(groups: list[dict]):
    """The widths of the columns by what stands in them."""
    rows = [row for group in groups for row in group["rows"]]
    columns = {
        _("Due"): [row["when"] for row in rows],
        _("What"): [row["name"] for row in rows],
        _("What comes out of it"): [str(row["result"]) for row in rows],
        _("Who answers"): [f"{row['who']} {row['people']}" for row in rows],
        _("Procedure, source"): [f"{row['procedure']}; {row['source']}" for row in rows],
    }
    return fit(Words(head, under) for head, under in columns.items())


def _year(told: str) -> int:
    """The year that is asked for, within reason; else this one."""
    now = localdate().year
    asked = int(told) if told.isdecimal() and len(told) == 4 else now  # noqa: PLR2004
    return asked if now - 50 <= asked <= now + AHEAD else now


def plan(year: int, reader) -> dict:
    """What is due in each month, and what has no day of its own."""
    timetable = Timetable(obligations=Obligation.objects.for_list())
    kept = [one for one in timetable.obligations.values() if one.is_in_use]
    codes = owners.procedure_codes(timetable.obligations.values(), reader)
    held = Holders(kept)
    first, last = date(year, 1, 1), date(year, 12, 31)
    dated = [one for one in kept if one.is_dated and not one.is_frequent]
    found = [
        (day.due, str(day.obligation), day.obligation)
        for day in timetable.coming(first, last, dated)
    ]
    stand = Duty.objects.visible_to(reader).filter(due__range=(first, last))
    stand = stand.exclude(state=Duty.State.DROPPED).for_list()
    found += [
        (duty.due, duty.headline, duty.obligation)
        for duty in stand
        if not duty.obligation.is_frequent
    ]

    def row(name: str, one: Obligation, when: str) -> dict:
        return {
            "when": when,
            "name": name,
            "result": one.result,
            "who": owners.owner_words(one),
            "people": held.names(one),
            "procedure": codes.get(one.procedure_id, ""),
            "source": one.source,
        }

    months: dict[int, list] = {}
    for due, name, one in sorted(found, key=lambda line: (line[0], line[2].order, line[1])):
        months.setdefault(due.month, []).append(row(name, one, _when(one, due)))
    undated = [one for one in kept if one.is_frequent or not one.is_dated]
    return {
        "months": [
            {"name": month_name(month).capitalize(), "rows": rows} for month, rows in months.items()
        ],
        "undated": [
            row(str(one), one, rule_words.in_words(one.rule, timetable.name_of)) for one in undated
        ],
    }


def _when(one: Obligation, due: date) -> str:
    return f"{numeric(due)}, {one.at:%H:%M}" if one.at else numeric(due)


def hands() -> dict:
    """Who approves the plan and who drew it up."""
    return {"head": _hand("planning.oversee"), "keeper": _hand("planning.manage")}


def _hand(power: str) -> dict:
    person = Person.objects.holding(power, own=True).first()
    if person is None:
        return {"position": "", "name": ""}
    post = person.appointment()
    return {"position": str(post.position) if post else "", "name": person.signature_name}
