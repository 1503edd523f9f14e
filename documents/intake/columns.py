"""Columns that several registers share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.intake import Into
from people.models import Position, Unit


def in_three_languages(attr: str, labels, *, needed: bool = True, example=("", "", "")) -> list:
    """A text in Kyrgyz, Russian and English: three columns, the first of which a new row needs."""
    return [
        Into(
            f"{attr}_{language}",
            label,
            attr=attr,
            language=language,
            needed=needed and language == "ky",
            example=example[n],
        )
        for n, (language, label) in enumerate(zip(("ky", "ru", "en"), labels, strict=True))
    ]


def positions(_user) -> Any:
    return Position.objects.all()


def units(_user) -> Any:
    return Unit.objects.all()


def position(key: str, label, **more) -> Into:
    """A position by its code or its name."""
    hint = _("A position: its name or its code. A dash takes it away.")
    return Into(key, label, things=positions, hint=hint, listed=_("Positions"), **more)


def unit(key: str, label, **more) -> Into:
    """A unit by its code or its name."""
    hint = _("A unit: its name or its code. A dash takes it away.")
    return Into(key, label, things=units, hint=hint, listed=_("Units"), **more)
