"""Printing: an HTML template and the print style sheets become a PDF that is kept for decades.

Every paper is PDF/A-2a: tagged, with its fonts inside, opened by any reader of today or later.
The same words at the same moment give the same bytes, so a paper made twice has one hash.
"""

import atexit
import hashlib
import re
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.http import content_disposition_header

from common import hyphens

VARIANT = "pdf/a-2a"
STYLES = settings.BASE_DIR / "static" / "print"
FONTS = settings.BASE_DIR / "static" / "build" / "print"
SHEETS = (
    *("print.css", "paper.css", "head.css", "list.css", "page.css"),
    *("seal.css", "copies.css", "days.css", "plans.css", "letters.css"),
    *("orders.css", "mail.css", "protocol.css", "records.css"),
    *("scoring.css", "results.css", "commission.css"),
)
FACES = ("noto-serif-400.woff2", "noto-serif-400-italic.woff2", "noto-serif-700.woff2")

# Pango and the font configuration are shared by the threads of a process, one paper at a time.
_TAG = re.compile(r"""(<(?:[^<>"]|"[^"]*")*>)""")
_START = re.compile(r'<ol\b(?=[^<>]*?\sstart="(\d+)")')
_TOGETHER = re.compile(r"\b\d+-[^\W\d_]+|№\s\d[\w/.-]*|\d\s%")

_press = threading.Lock()
_letterhead: list[Callable[[], Any]] = []


def use_letterhead(provider: Callable[[], Any]) -> None:
    """Say whose head stands on every paper: the app that knows the organisation registers it."""
    _letterhead[:] = [provider]


def letterhead():
    """The organisation whose head stands on papers; nothing before an app has said whose."""
    return _letterhead[0]() if _letterhead else None


class Engine(NamedTuple):
    """What is costly to make and the same for every paper of a process."""

    html: Any
    fonts: Any
    sheets: list
    fetcher: Any


def render_pdf(template: str, context: dict, *, language: str | None = None) -> bytes:
    """The paper that ``template`` makes of ``context``, in ``language`` (the reader's).

    ``made_at`` in the context is the date the file itself carries; without it, now.
    """
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        common = {"language": language, "made_at": timezone.now()} | context
        if "organisation" not in common and _letterhead:
            common["organisation"] = letterhead()
        made = timezone.localtime(common["made_at"]).isoformat(timespec="seconds")
        html = render_to_string(template, common | {"made": made})
    return html_to_pdf(html)


def html_to_pdf(html: str, *, variant: str | None = VARIANT) -> bytes:
    """A finished page of HTML as a PDF; it reaches no file but ours and no network.

    Without a ``variant`` it is a plain picture of a page, to be set into another paper.
    """
    with _press:
        engine = _engine()
        return engine.html(
            string=_counted(html), base_url=STYLES.as_uri() + "/", url_fetcher=engine.fetcher
        ).write_pdf(
            stylesheets=engine.sheets,
            font_config=engine.fonts,
            pdf_variant=variant,
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )


def pdf_response(template: str, context: dict, file_name: str) -> HttpResponse:
    """The paper as an answer that the browser shows; ``file_name`` as it is or already quoted."""
    return show(render_pdf(template, context), file_name)


def show(data: bytes, file_name: str) -> HttpResponse:
    """A PDF made just now, shown in the browser and not kept by it."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(False, unquote(file_name)) or "inline"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@lru_cache(maxsize=1)
def _engine() -> Engine:
    """WeasyPrint with our fonts and style sheets read: once a process, when first needed."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 -- slow to import, needed only here
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    if missing := [name for name in FACES if not (FONTS / name).is_file()]:
        raise ImproperlyConfigured(
            f"Print fonts are missing ({', '.join(missing)}): run scripts/build_frontend.py."
        )

    class OwnFilesOnly(URLFetcher):
        """Opens the print styles, the print fonts and data inside the page; nothing else."""

        def fetch(self, url, headers=None):
            if not is_own(url):
                raise ValueError(f"A paper may not read {url}")
            return super().fetch(url, headers)

    hyphens.languages()
    fetcher = OwnFilesOnly(allowed_protocols={"file", "data"}, allow_redirects=False)
    fonts = FontConfiguration()
    sheets = [
        CSS(filename=STYLES / name, url_fetcher=fetcher, font_config=fonts) for name in SHEETS
    ]
    return Engine(HTML, fonts, sheets, fetcher)


# The font configuration cleans up after itself while Python still can.
atexit.register(_engine.cache_clear)


def _counted(html: str) -> str:
    """HTML whose lists go on counting where the screen does: the press heeds no ``start``."""
    return _START.sub(
        lambda found: f'<ol style="counter-reset: list-item {int(found[1]) - 1}"', html
    )


def unbroken(html: str) -> str:
    """HTML in which "2027-жылдын", "№ 12" and "1.1" are not torn apart at the end of a line.

    Only what stands between tags is touched, and the words stay the same, letter for letter.
    """
    parts = _TAG.split(html)
    return "".join(
        part if n % 2 else _TOGETHER.sub(r'<span class="nowrap">\g<0></span>', part)
        for n, part in enumerate(parts)
    )


def whole(words: str) -> str:
    """Words of a title in which a number stays with its sign “№”."""
    return words.replace("№ ", "№\u00a0")


def is_own(url: str) -> bool:
    """Whether a paper may open this address."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    if parts.scheme != "file" or parts.netloc:
        return False
    path = Path(unquote(parts.path)).resolve()
    return any(path.is_relative_to(folder.resolve()) for folder in (STYLES, FONTS))
