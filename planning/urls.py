"""Addresses of the year."""

from django.urls import path

from planning.views import state

app_name = "planning"

urlpatterns: list = [
    path("state/", state.YearStatePage.as_view(), name="state"),
]
