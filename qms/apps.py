"""The pages that join the apps."""

from django.apps import AppConfig


class QmsConfig(AppConfig):
    name = "qms"

    def ready(self):
        from . import menu, menu_records  # noqa: F401, PLC0415 -- they fill the navigation
