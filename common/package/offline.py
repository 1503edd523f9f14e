"""What a package says of itself: a page in three languages that opens from the disk, its look, a
small search, and the program that verifies it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from common.marks import short_hash

from . import Item

if TYPE_CHECKING:
    from .writing import Package

HERE = Path(__file__).parent
#: The first language is what opens when somebody opens the folder.
FIRST = settings.LANGUAGE_CODE


def page_name(language: str) -> str:
    """The page of a language: index.html is Kyrgyz."""
    return "index.html" if language == FIRST else f"index.{language}.html"


def pages(package: "Package") -> Iterator[Item]:
    """The pages, once everything they name is in."""
    yield Item("look/index.css", "", _bytes((HERE / "index.css").read_bytes()))
    yield Item("look/search.js", "", _bytes((HERE / "search.js").read_bytes()))
    yield Item("verify.py", "", _bytes((HERE / "verify.py").read_bytes()))
    named = package.named
    for code, _name in settings.LANGUAGES:
        yield Item(page_name(code), "", _page(package, named, code))


def _bytes(data: bytes):
    return lambda: [data]


def _page(package: "Package", named: list, language: str):
    def drawn() -> list[bytes]:
        with override(language):
            return [render_to_string("package/index.html", _context(package, named)).encode()]

    return drawn


def _context(package: "Package", named: list) -> dict:
    order = package.order
    groups: dict[str, list] = {}
    for one in named:
        groups.setdefault(str(one.kind), []).append(
            {"file": one, "url": quote(one.path), "short": short_hash(one.sha256)}
        )
    return {
        "title": _("Package of the inspection"),
        "about": order.about,
        "made_at": order.made_at,
        "made_by": order.made_by,
        "groups": [(f"part-{n}", name, files) for n, (name, files) in enumerate(groups.items(), 1)],
        "count": len(named),
        "missing": package.missing,
        "has_journal": any(one.path == "journal/journal.jsonl" for one in named),
        "public": settings.PUBLIC_BASE_URL,
        "languages": [
            (code, get_language_info(code)["name_local"], page_name(code))
            for code, _name in settings.LANGUAGES
        ],
    }
