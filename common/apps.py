"""The floor under every procedure: lifecycle, journal, files, letters, pages, printing."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self):
        from . import nightly, seal_tasks, sqlite, tasks  # noqa: F401, PLC0415 -- they register
        from .backup import tasks as _backup  # noqa: F401, PLC0415 -- it registers its lights
