"""Addresses of scored assessments: after."""

urlpatterns: list = []
