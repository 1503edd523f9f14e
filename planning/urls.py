"""Addresses of the year."""

from django.urls import path

from planning import urls_meetings, urls_protocols
from planning.urls_plans import plan_patterns
from planning.views import (
    announcement,
    announcement_log,
    announcement_writing,
    calendar,
    day,
    day_filling,
    days,
    duties,
    duty,
    duty_steps,
    feed,
    obligation,
    obligation_days,
    obligation_edit,
    obligations,
    plan_paper,
    state,
    weekly,
)

app_name = "planning"
urlpatterns = [
    path("duties/", duties.DutyList.as_view(), name="duties"),
    path("duties/<int:pk>/", duty.DutyDetail.as_view(), name="duty"),
    path("duties/<int:pk>/move/", duty_steps.DutyMove.as_view(), name="duty_move"),
    path("duties/<int:pk>/give/", duty_steps.DutyGive.as_view(), name="duty_give"),
    path("duties/<int:pk>/<str:step>/", duty_steps.DutyStep.as_view(), name="duty_step"),
    path("obligations/", obligations.ObligationList.as_view(), name="obligations"),
    path("obligations/add/", obligation_edit.ObligationAdd.as_view(), name="obligation_add"),
    path("obligations/plan/", plan_paper.YearPlan.as_view(), name="year_plan"),
    path("obligations/<int:pk>/", obligation.ObligationDetail.as_view(), name="obligation"),
    path(
        "obligations/<int:pk>/edit/",
        obligation_edit.ObligationEdit.as_view(),
        name="obligation_edit",
    ),
    path(
        "obligations/<int:pk>/end/", obligation_edit.ObligationEnd.as_view(), name="obligation_end"
    ),
    path(
        "obligations/<int:pk>/keep/",
        obligation_edit.ObligationKeep.as_view(),
        name="obligation_keep",
    ),
    path("obligations/<int:pk>/tell/", obligation_days.Tell.as_view(), name="obligation_tell"),
    path(
        "obligations/<int:pk>/days/<str:day>/",
        obligation_days.PlanAhead.as_view(),
        name="plan_ahead",
    ),
    path("", calendar.CalendarPage.as_view(), name="calendar"),
    path("week/paper/", weekly.WeekPaper.as_view(), name="week_paper"),
    path("address/", feed.CalendarAddress.as_view(), name="feed"),
    path("state/", state.YearStatePage.as_view(), name="state"),
    path("days/", days.ThisYear.as_view(), name="days"),
    path("days/list/", day.Days.as_view(), name="day_list"),
    path("days/add/", day.DayCreate.as_view(), name="day_add"),
    path("days/of/<int:year>/", days.YearDays.as_view(), name="days_of"),
    path("days/of/<int:year>/fill/", day_filling.FillYear.as_view(), name="days_fill"),
    path("days/of/<int:year>/<slug:step>/", days.YearStep.as_view(), name="days_step"),
    path("days/<int:pk>/", day.DayDetail.as_view(), name="day"),
    path("days/<int:pk>/edit/", day.DayEdit.as_view(), name="day_edit"),
    path("days/<int:pk>/remove/", day.DayRemove.as_view(), name="day_remove"),
    path("announcements/", announcement.AnnouncementList.as_view(), name="announcements"),
    path(
        "announcements/add/",
        announcement_writing.AnnouncementCreate.as_view(),
        name="announcement_add",
    ),
    path(
        "announcements/<int:pk>/",
        announcement.AnnouncementDetail.as_view(),
        name="announcement",
    ),
    path(
        "announcements/<int:pk>/log/",
        announcement_log.AnnouncementLog.as_view(),
        name="announcement_log",
    ),
    path(
        "announcements/<int:pk>/paper/<str:language>/",
        announcement.AnnouncementPaper.as_view(),
        name="announcement_paper",
    ),
    path(
        "announcements/<int:pk>/edit/",
        announcement_writing.AnnouncementEdit.as_view(),
        name="announcement_edit",
    ),
    path(
        "announcements/<int:pk>/attach/",
        announcement_writing.AnnouncementAttach.as_view(),
        name="announcement_attach",
    ),
    path(
        "announcements/<int:pk>/detach/<int:file>/",
        announcement_writing.AnnouncementDetach.as_view(),
        name="announcement_detach",
    ),
    path(
        "announcements/<int:pk>/<slug:step>/",
        announcement_writing.AnnouncementStep.as_view(),
        name="announcement_step",
    ),
    *urls_protocols.urlpatterns,
    *urls_meetings.urlpatterns,
    *plan_patterns,
]
