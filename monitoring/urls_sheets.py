"""Addresses of scored assessments: sheets."""

urlpatterns: list = []
