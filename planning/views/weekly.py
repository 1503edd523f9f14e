"""The weekly plan on paper: one A4 for me or for everybody."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from common.models import deed, record
from common.printing import show
from common.views import Page
from common.views.paper import file_name
from planning import calendar_paper
from planning.calendar_entries import Entries
from planning.calendar_period import day_asked, period
from planning.weekly import week_plan


class WeekPaper(Page, View):
    """What falls due from Monday to Sunday, with boxes to tick and lines for notes."""

    permission = "planning.view_duty"
    title = gettext_lazy("Weekly plan")

    def get(self, request):
        today = localdate()
        week = period("week", day_asked(request.GET.get("day", ""), today))
        is_mine = request.GET.get("whose") != "all"
        entries = Entries(
            request.user,
            week.since,
            week.until,
            mine=is_mine,
            procedure=request.GET.get("procedure", "")[:100],
        )
        plan = week_plan(entries, request.user.person if is_mine else None, today)
        context = {
            "title": self.get_title(),
            "position": request.user.position_name if is_mine else "",
            "procedure": request.GET.get("procedure", "")[:100],
        }
        data = calendar_paper.week_pdf(plan, context)
        with deed(by=request.user):
            record(None, "export", by=request.user, register=request.path, form="pdf")
        return show(data, file_name(_("Weekly plan") + f" {week.since:%Y-%m-%d}"))
