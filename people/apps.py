"""The organisation: profile, units, positions, bodies, people and who signs in."""

from django.apps import AppConfig

from common.notices import use_morning
from common.printing import use_letterhead


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- they register
            asked,
            attempts,
            holdings,
            lights,
            middleware,
            notices,
            profile_header,
            profile_parties,
            profile_personal,
            profile_terms,
            profile_writing,
            rules,
            search,
            statement_trail,
            tasks,
            waiting,
            words,
        )
        from .models import Organisation  # noqa: PLC0415

        use_letterhead(Organisation.current)
        use_morning(lambda: Organisation.current().digest_at)
