"""The calendar: a month, a week, a list or the whole year; mine or everybody's (PK-04)."""

from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.models import deed, record
from common.printing import show
from common.views import Page
from common.views.paper import file_name
from planning import calendar_paper, calendar_year
from planning.calendar_days import all_days, days
from planning.calendar_entries import LOOKS, Entries
from planning.calendar_period import VIEWS, day_asked, period, week_number
from planning.weekly import week_plan

MOST = 5  # entries of a day in a month; the rest are one click away
WHOSE = ("mine", "all")
ASKED = ("view", "whose", "procedure", "state", "day")


class CalendarPage(Page, TemplateView):
    """What falls due when: every employee sees all but what is restricted, and first their own."""

    permission = "planning.view_duty"
    template_name = "planning/calendar.html"
    title = gettext_lazy("Calendar")

    # What is asked -------------------------------------------------------------------------

    @cached_property
    def asked(self) -> dict[str, str]:
        given = {name: self.request.GET.get(name, "")[:100] for name in ASKED}
        if given["view"] not in VIEWS:
            given["view"] = VIEWS[0]
        if given["whose"] not in WHOSE:
            given["whose"] = "all" if self.request.user.has_perm("planning.view_year") else "mine"
        if given["state"] not in LOOKS:
            given["state"] = ""
        return given

    @cached_property
    def today(self):
        return localdate()

    @cached_property
    def period(self):
        return period(self.asked["view"], day_asked(self.asked["day"], self.today))

    @property
    def is_mine(self) -> bool:
        return self.asked["whose"] == "mine"

    @cached_property
    def entries(self) -> Entries:
        """Of a month its whole weeks, as they stand on the wall."""
        since, until = self.period.since, self.period.until
        if self.period.view == "month":
            since, until = self.period.weeks[0][0], self.period.weeks[-1][-1]
        names = ("procedure", "state")
        return Entries(
            self.request.user,
            since,
            until,
            mine=self.is_mine,
            routine=self.period.view == "year",
            **{name: self.asked[name] for name in names},
        )

    def link(self, **changes) -> str:
        """The same page with something else asked."""
        values = self.asked | {name: str(value) for name, value in changes.items()}
        return f"?{urlencode({name: value for name, value in values.items() if value})}"

    # On paper ------------------------------------------------------------------------------

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") != "pdf" or self.period.view != "year":
            return super().get(request, *args, **kwargs)
        title = self.period.title
        context = {"title": title, "whose": self.whose(), "year": self.year()}
        with deed(by=request.user):
            record(None, "export", by=request.user, register=request.path, form="pdf")
        return show(calendar_paper.year_pdf(context), file_name(title))

    def whose(self) -> str:
        return self.request.user.person.full_name if self.is_mine else ""

    # The page ------------------------------------------------------------------------------

    def year(self):
        return calendar_year.year_of(self.entries, self.period.since.year)

    def get_context_data(self, **kwargs):
        context = {
            "period": self.period,
            "period_title": self.period.title,
            "entries": self.entries,
            "whose": self.asked["whose"],
            "is_empty": not (self.entries.shown or self.entries.carried),
            "views": self._views(),
            "whose_links": self._whose(),
            "procedures": self._procedures(),
            "states": self._states(),
            "previous_url": self.link(day=self.period.previous),
            "next_url": self.link(day=self.period.next),
            "today_url": self.link(day=""),
            "is_now": self.period.holds(self.today),
            "all_url": self.link(whose="all"),
            "plain_url": self.link(procedure="", state=""),
            "is_filtered": bool(self.asked["procedure"] or self.asked["state"]),
            "late_url": self.link(view="list", state="late", day=""),
            "address_url": reverse("planning:feed"),
        }
        context |= getattr(self, f"_{self.period.view}")()
        return super().get_context_data(**context | kwargs)

    def _month(self) -> dict:
        found, special = self.entries.by_day(), self.entries.special
        weeks = [
            {
                "number": week_number(week[0]),
                "url": self.link(view="week", day=week[0]),
                "days": days(
                    week, found, special, self.today, most=MOST, month=self.period.since.month
                ),
            }
            for week in self.period.weeks
        ]
        for week in weeks:
            week["days"] = [
                replace(day, more_url=self.link(view="list", day=day.day)) if day.more else day
                for day in week["days"]
            ]
        inside = [one for one in self.entries.shown if self.period.holds(one.due)]
        return {"weeks": weeks, "heads": weeks[0]["days"], "is_empty": not inside}

    def _week(self) -> dict:
        since = self.period.since
        person = self.request.user.person if self.is_mine else None
        paper = reverse("planning:week_paper")
        asked = {"day": since, "whose": self.asked["whose"], "procedure": self.asked["procedure"]}
        query = urlencode({name: value for name, value in asked.items() if value})
        return {
            "plan": week_plan(self.entries, person, self.today),
            "week_paper_url": f"{paper}?{query}",
        }

    def _list(self) -> dict:
        wanted = all_days(self.period.since, self.period.until)
        found = days(wanted, self.entries.by_day(), self.entries.special, self.today)
        return {"days": [day for day in found if day.entries or day.special]}

    def _year(self) -> dict:
        year = self.year()
        return {
            "year": year,
            "is_empty": not year.groups,
            "year_paper_url": f"{self.link()}&as=pdf",
        }

    # The ways to other looks ----------------------------------------------------------------

    def _views(self) -> list[dict]:
        labels = {
            "month": _("Month"),
            "week": _("Week"),
            "list": _("List"),
            "year": _("Year"),
        }
        return [
            {
                "label": label,
                "url": self.link(view=view),
                "active": view == self.period.view,
            }
            for view, label in labels.items()
        ]

    def _whose(self) -> list[dict]:
        labels = {"mine": _("Mine"), "all": _("Everybody's")}
        return [
            {"label": label, "url": self.link(whose=whose), "active": whose == self.asked["whose"]}
            for whose, label in labels.items()
        ]

    def _procedures(self) -> list[dict]:
        asked = self.asked["procedure"]
        rows = [(one.code, one.title) for one in self.entries.procedures]
        if asked and asked not in dict(rows):
            rows.append((asked, ""))
        return [
            {
                "label": code,
                "title": title,
                "url": self.link(procedure="" if code == asked else code),
                "active": code == asked,
            }
            for code, title in rows
        ]

    def _states(self) -> list[dict]:
        asked = self.asked["state"]
        return [
            {
                "label": look.label,
                "tone": look.tone,
                "url": self.link(state="" if state == asked else state),
                "active": state == asked,
            }
            for state, look in LOOKS.items()
        ]
