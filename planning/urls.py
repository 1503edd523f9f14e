"""Addresses of the year."""

from django.urls import path

from planning.views import calendar, feed, weekly

app_name = "planning"

urlpatterns: list = [
    path("", calendar.CalendarPage.as_view(), name="calendar"),
    path("week/paper/", weekly.WeekPaper.as_view(), name="week_paper"),
    path("address/", feed.CalendarAddress.as_view(), name="feed"),
]
