"""The pages that join the apps."""

from django.apps import AppConfig


class QmsConfig(AppConfig):
    name = "qms"

    def ready(self):
        from . import menu, menu_mail, menu_plans  # noqa: F401, PLC0415 -- they fill the navigation
        from . import menu, menu_orders  # noqa: F401, PLC0415 -- they fill the navigation
        from . import menu, menu_meetings  # noqa: F401, PLC0415 -- they fill the navigation
