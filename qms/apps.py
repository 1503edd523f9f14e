"""The pages that join the apps."""

from django.apps import AppConfig


class QmsConfig(AppConfig):
    name = "qms"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- they fill the navigation
            menu,
            menu_inspections,
            menu_mail,
            menu_meetings,
            menu_monitoring,
            menu_orders,
            menu_plans,
            menu_records,
        )
