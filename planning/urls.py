"""Addresses of the year."""

app_name = "planning"

urlpatterns: list = []
