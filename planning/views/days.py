"""The working calendar of a year: twelve months, on the screen and on one sheet for the wall."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from common import deeds
from common.dates import date_and_time
from common.models import JournalEntry, SpecialDay, WorkingYear, deed, record
from common.models.special_day import is_year_of_calendar
from common.printing import pdf_response
from common.views import StepPage
from common.views.page import Page
from common.working_days import WorkingDays, working_days
from planning.day_months import WEEKDAYS, density, months_of
from planning.holders import who_keeps

KINDS = SpecialDay.Kind


class ThisYear(Page, View):
    """The calendar of the year that runs."""

    permission = "planning.view_day"

    def get(self, request):
        return redirect("planning:days_of", localdate().year)


class OfYear(Page):
    """A page about one year of the working calendar."""

    @property
    def year(self) -> int:
        return self.kwargs["year"]

    def dispatch(self, request, *args, **kwargs):
        if not is_year_of_calendar(self.year):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class YearDays(OfYear, TemplateView):
    """Which days are worked, which are short, which are off: for everybody who plans."""

    permission = "planning.view_day"
    template_name = "planning/days.html"

    def get_title(self):
        return _("Working days of %(year)s") % {"year": self.year}

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") != "pdf":
            return super().get(request, *args, **kwargs)
        context = self.calendar() | {"title": self.get_title()}
        context["density"] = density(context["months"])
        answer = pdf_response("print/days.html", context, f"{self.get_title()}.pdf")
        with deed(by=request.user):
            record(None, "export", by=request.user, register=request.path, form="pdf")
        return answer

    def calendar(self) -> dict:
        """The months, what the signs mean, how many days there are of each sort."""
        days = working_days()
        self.request.menu_path = reverse("planning:days")
        held = WorkingYear.objects.select_related("confirmed_by").filter(year=self.year).first()
        months = months_of(days, self.year)
        return {
            "year": self.year,
            "held": held,
            "months": months,
            "rows": [months[start : start + 3] for start in range(0, 12, 3)],
            "weekdays": WEEKDAYS,
            "legend": [(kind.value, kind.label) for kind in KINDS],
            "is_known": days.knows(self.year),
            "counted": counted(days, self.year, sum(month.working for month in months)),
            "doubt": self.doubt(days, held),
        }

    def doubt(self, days: WorkingDays, held: WorkingYear | None) -> str:
        """Why one should not rely on it yet; nothing where one may."""
        if not days.knows(self.year):
            return _(
                "Nothing is known of this year's holidays: it is counted by the five-day week."
            )
        if held and held.is_changed_since:
            words = _(
                "It was confirmed by %(who)s, %(when)s, and changed since: it is to be confirmed "
                "anew."
            )
            return words % confirmation(held)
        if held is None or held.state == WorkingYear.State.DRAFT:
            return _("Nobody has confirmed this year yet: days may still change.")
        return ""

    def get_context_data(self, **kwargs):
        may = self.request.user.has_perm("planning.manage_days")
        context = self.calendar() | {
            "may_manage": may,
            "kept_by": "" if may else who_keeps(),
            "before": self.year - 1 if is_year_of_calendar(self.year - 1) else None,
            "after": self.year + 1 if is_year_of_calendar(self.year + 1) else None,
        }
        if held := context["held"]:
            context["may_confirm"] = held.can("confirm", self.request.user)
            context["items"] = deeds.history(JournalEntry.objects.about(held), self.request.user)
            if held.state == WorkingYear.State.CONFIRMED:
                context["confirmed"] = _("Confirmed by %(who)s, %(when)s.") % confirmation(held)
        return super().get_context_data(**context | kwargs)


def confirmation(held: WorkingYear) -> dict[str, str]:
    """By whom and when the year was confirmed last."""
    who, when = held.confirmed_by, held.confirmed_at
    return {"who": who.short_name if who else "", "when": date_and_time(when) if when else ""}


def counted(days: WorkingDays, year: int, working: int) -> str:
    """“247 working days, 3 of them shortened.”"""
    short = sum(days.is_short(day) for day in days.special if day.year == year)
    words = ngettext("%(count)s working day", "%(count)s working days", working)
    told = words % {"count": working}
    if short:
        words = ngettext("%(count)s of them shortened", "%(count)s of them shortened", short)
        told = f"{told}, {words % {'count': short}}"
    return f"{told}."


class YearStep(OfYear, StepPage):
    """Confirm the working days of a year."""

    model = WorkingYear
    slug_field = slug_url_kwarg = "year"
    sentences = {
        "confirm": gettext_lazy(
            "You say that the days off, the shortened and the moved days of the year hold. "
            "Terms and plans are counted by them, and they may be changed later."
        )
    }
    tones = {"draft": "amber", "confirmed": "green"}

    def dispatch(self, request, *args, **kwargs):
        if kwargs["step"] == "unsettle":  # a changed day does it, nobody by hand
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def permission(self) -> str:
        return self.step.permission

    def about(self):
        rows = SpecialDay.objects.of_year(self.year)
        expected = [str(one) for one in rows if one.is_expected]
        told = [counted_of(self.year)]
        if expected:
            words = _("Still to be announced: %(days)s.")
            told.append(words % {"days": "; ".join(expected)})
        return {"consequences": told}


def counted_of(year: int) -> str:
    """How many days are worked in a year, by the calendar as it is now."""
    days = working_days()
    return counted(days, year, sum(month.working for month in months_of(days, year)))
