"""Addresses of the year."""

from django.urls import path

from planning.views import day, day_filling, days

app_name = "planning"
urlpatterns = [
    path("days/", days.ThisYear.as_view(), name="days"),
    path("days/list/", day.Days.as_view(), name="day_list"),
    path("days/add/", day.DayCreate.as_view(), name="day_add"),
    path("days/of/<int:year>/", days.YearDays.as_view(), name="days_of"),
    path("days/of/<int:year>/fill/", day_filling.FillYear.as_view(), name="days_fill"),
    path("days/of/<int:year>/<slug:step>/", days.YearStep.as_view(), name="days_step"),
    path("days/<int:pk>/", day.DayDetail.as_view(), name="day"),
    path("days/<int:pk>/edit/", day.DayEdit.as_view(), name="day_edit"),
    path("days/<int:pk>/remove/", day.DayRemove.as_view(), name="day_remove"),
]
