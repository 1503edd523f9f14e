"""Addresses of scored assessments: results."""

urlpatterns: list = []
