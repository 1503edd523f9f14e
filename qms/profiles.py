"""The profiles that come along, as the guide of the first start offers them (education 6.2)."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = settings.BASE_DIR / "profiles"


class Offer(NamedTuple):
    """One profile: what it is called, and which parts of it belong to an invented one alone."""

    label: str | Promise
    without: tuple[str, ...]


OFFERS = {
    "agency": Offer(
        _("Of an accreditation agency with a quality manual (procedures ДЖ-01…, process cards)"),
        ("organisation", "documents", "switches.e_signature_order"),
    ),
    "rules_agency": Offer(
        _(
            "Of an accreditation agency whose rules the meeting of staff agrees "
            "(local acts, orders)"
        ),
        ("organisation",),
    ),
    "college": Offer(
        _("Of a college (pedagogical council and director; a head on every page)"),
        ("organisation", "documents", "header.above"),
    ),
    "school": Offer(
        _("Of a school (pedagogical council and director; a deputy keeps quality)"),
        ("organisation",),
    ),
    "university": Offer(
        _(
            "Of a university (after the quality manual of a university: procedures ДЖ-2.1…2.18, "
            "22 processes)"
        ),
        ("organisation",),
    ),
}


def path_of(name: str) -> Path:
    """Where the file of an offered profile lies."""
    return FOLDER / f"{name}.yaml"
