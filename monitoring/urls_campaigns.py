"""Addresses of scored assessments: campaigns."""

urlpatterns: list = []
