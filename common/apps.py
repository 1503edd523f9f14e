"""The floor under every procedure: lifecycle, journal, files, letters, pages, printing."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "common"

    def ready(self):
        from . import nightly, seal_tasks, sqlite, tasks  # noqa: F401, PLC0415 -- they register
        from .backup import tasks as _backup  # noqa: F401, PLC0415 -- it registers its lights
        from .package import house as _package  # noqa: F401, PLC0415 -- the floor's own parts
        from .search import tasks as _search  # noqa: F401, PLC0415 -- the same
        from .terms import install  # noqa: PLC0415

        install()
        post_migrate.connect(narrow_the_role, sender=self)


def narrow_the_role(using, **kwargs) -> None:
    """After every change of the tables the role of the program has what it needs, and no more."""
    from django.db import connections  # noqa: PLC0415

    from . import guard  # noqa: PLC0415

    if settings.DATABASE_ROLE:
        guard.narrow(connections[using], settings.DATABASE_ROLE)
