"""In which languages criteria are whole, which lines lack one, which translations stayed behind.

A paper is made in a language only when every criterion, indicator, material and point is written
in it: nobody is handed a list in two languages by mistake (000/3.2, 3.3).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Organisation

CRITERION, INDICATOR = _("criterion"), _("indicator")
MATERIAL = _("what to bring")
POINT = pgettext_lazy("scale", "Point %(point)s")


class Piece(NamedTuple):
    """One text of the criteria: of which line, what of it, where the form has it."""

    key: tuple  # by this it is found again in the criteria before
    number: str
    what: str
    anchor: str
    text: dict[str, str]

    @property
    def name(self) -> str:
        """How it is pointed at: 2.1, point 3."""
        return f"{self.number} {self.what}".strip()


def pieces(criteria) -> list[Piece]:
    """Every text of the criteria in the order of the paper, the scale last."""
    found: list[Piece] = []
    for place, row in enumerate(criteria.whole_tree()):
        prefix, number = f"id_criteria-{place}", str(place + 1)
        anchor = f"{prefix}-title_group"
        found.append(Piece((row.key, "title"), number, str(CRITERION), anchor, row.title))
        for at, one in enumerate(row.indicators.all()):
            found += _of_indicator(one, f"{number}.{at + 1}", f"{prefix}-indicators-{at}")
    found += _points(None, criteria.points.filter(indicator=None), "", "id")
    return found


def _of_indicator(one, number: str, prefix: str) -> Iterator[Piece]:
    title = f"{prefix}-title_group"
    yield Piece((one.key, "title"), number, str(INDICATOR), title, one.title)
    anchor = f"{prefix}-material_group"
    yield Piece((one.key, "material"), number, str(MATERIAL), anchor, one.material)
    yield from _points(one.key, one.points.all(), number, f"{prefix}-")


def _points(key: Any, rows, number: str, prefix: str) -> Iterator[Piece]:
    joined = prefix if prefix.endswith("-") else f"{prefix}_"
    for said in rows:
        what = str(POINT) % {"point": said.point}
        anchor = f"{joined}point_{said.point}_group"
        yield Piece(
            (key, said.point), number, what if not number else what.lower(), anchor, said.words
        )


class Language(NamedTuple):
    """How far the criteria are said in one language."""

    code: str
    name: str
    missing: list[Piece]
    stale: list[Piece]
    is_begun: bool

    @property
    def is_whole(self) -> bool:
        """Whether everything stands in it."""
        return self.is_begun and not self.missing


def translations(criteria) -> list[Language]:
    """Every language but the original one, with what is missing and what stayed behind."""
    original = Organisation.current().original_language
    texts = [one for one in pieces(criteria) if one.text.get(original)]
    before = criteria.copied_from
    old = {one.key: one.text for one in pieces(before)} if before else {}
    found = []
    for code, name in settings.LANGUAGES:
        if code == original:
            continue
        missing = [one for one in texts if not one.text.get(code)]
        stale = [one for one in texts if _stayed(old.get(one.key), one.text, original, code)]
        found.append(Language(code, gettext(str(name)), missing, stale, len(missing) < len(texts)))
    return found


def _stayed(before: dict | None, now: dict, original: str, code: str) -> bool:
    """Whether the original went on and this translation did not."""
    if not before or not now.get(code):
        return False
    return before.get(original) != now[original] and before.get(code) == now[code]


def whole_languages(criteria) -> list[str]:
    """The languages in which everything is written, the original first."""
    original = Organisation.current().original_language
    return [original, *(one.code for one in translations(criteria) if one.is_whole)]
