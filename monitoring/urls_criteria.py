"""Addresses of scored assessments: criteria."""

urlpatterns: list = []
