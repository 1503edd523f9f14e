"""“This page as a PDF for my director now”: what a reader sees, laid out as a paper.

The page's own template is drawn on another ground (``print/page.html``), cleaned of what only a
screen has, and set by the press. A long one goes to the worker.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from lxml import html as markup

from common.models import PrintJob, deed, record
from common.printing import html_to_pdf, letterhead, show, unbroken
from common.qr import qr
from common.table_widths import LANDSCAPE, PORTRAIT, Words, fit

GROUND = "print/page.html"
SMALLEST = 7.5  # points: a table that needs smaller type has its sheet turned
LONG = 150_000  # signs of markup: some ten pages
#: What a screen has and a paper has not.
TAGS = ("form", "button", "script", "svg", "nav", "input", "select", "textarea", "template")
CLASSES = (
    "btn",
    "page-acts",
    "screen-only",
    "visually-hidden",
    "links-line",
    "all",
    "register-out",
)
SCREEN_ONLY = " | ".join(
    [f"//{tag}" for tag in TAGS]
    + [f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" for name in CLASSES]
)
AWAY = ("hx-get", "hx-post", "hx-trigger", "hx-target", "hx-select", "hx-swap", "hx-push-url")
EMPTY = "//p[not(node())] | //li[not(node())] | //ul[not(*)] | //div[not(node())]"


def print_job(request, name: str) -> HttpResponseRedirect:
    """Leave a long page to the worker, and lead to where it will be found."""
    query = request.GET.copy()
    job = PrintJob.objects.ask(
        request.user, request.path, query.urlencode(), request.LANGUAGE_CODE, name
    )
    from common.tasks import make_prints, soon  # noqa: PLC0415 -- tasks know the pages

    soon(make_prints)
    return HttpResponseRedirect(job.get_absolute_url())


class OnPaper:
    """A page that ``?as=pdf`` gives as a paper: with the rights and the words of its reader."""

    def paper_mark(self) -> str:
        """What a paper of this page says of itself: a copy that nobody counts."""
        return ""

    def paper_kind(self) -> str:
        """What this record is called when it lies alone on a desk."""
        return ""

    def paper_hands(self) -> list[tuple]:
        """Who signs this record by hand: what for, and the name under the line."""
        return []

    def paper_url(self) -> str:
        query = self.request.GET.copy()
        query["as"] = "pdf"
        return f"?{query.urlencode()}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"paper_url": self.paper_url(), **kwargs})

    @property
    def is_paper(self) -> bool:
        return self.request.GET.get("as") == "pdf"

    def render_to_response(self, context, **kwargs):
        if not self.is_paper:
            return super().render_to_response(context, **kwargs)
        response = self.on_paper(context)
        response.context_data = context  # what a page notes after it was opened asks for it
        return response

    def on_paper(self, context):
        """The PDF; of a long page, the way to where the worker will have put it."""
        title = str(context.get("title", ""))
        words = render_to_string(
            self.get_template_names()[0], self._ground(context), request=self.request
        )
        if len(words) > LONG and not getattr(self.request, "at_once", False):
            return print_job(self.request, title)
        data = html_to_pdf(tidy(words))
        self._say()
        return show(data, file_name(title))

    def _ground(self, context) -> dict:
        query = self.request.GET.copy()
        query.pop("as", None)
        asked = f"?{query.urlencode()}" if query else ""
        address = urljoin(settings.PUBLIC_BASE_URL, self.request.path + asked)
        now = timezone.now()
        return {
            **context,
            "ground": GROUND,
            "is_paper": True,
            "organisation": letterhead(),
            "printed_at": now,
            "made": timezone.localtime(now).isoformat(timespec="seconds"),
            "printed_by": self.request.user.person.full_name,
            "address": address,
            "qr": qr(address),
            "paper_mark": self.paper_mark(),
            "paper_kind": self.paper_kind(),
            "paper_hands": self.paper_hands(),
        }

    def _say(self) -> None:
        """Who took which page out of the house (A.8.15), as lists that are taken out are told."""
        user = self.request.user
        with deed(by=user):
            record(None, "export", by=user, register=self.request.path, form="pdf")


def file_name(title: str) -> str:
    """The name under which the browser keeps it."""
    name = slugify(title, allow_unicode=True)[:80] or _("page")
    return f"{name}_{timezone.localdate():%Y-%m-%d}.pdf"


def tidy(words: str) -> str:
    """Markup for paper: no forms, no signs to press, no addresses within the machine."""
    page = markup.document_fromstring(words)
    for one in page.xpath(SCREEN_ONLY):
        if one.getparent() is not None:
            one.drop_tree()
    for one in page.iter():
        for name in AWAY:
            one.attrib.pop(name, None) if isinstance(one.tag, str) else None
    for link in page.xpath("//a"):
        link.tag = "span"
        link.attrib.pop("href", None)
    for shut in page.xpath("//details"):
        shut.tag = "div"
    for summary in page.xpath("//summary"):
        summary.tag = "p"
    for side in page.xpath("//aside[contains(@class, 'record-side')]"):
        before = side.getparent()
        before.remove(side)
        before.insert(0, side)
    for empty in page.xpath(EMPTY):
        empty.drop_tree()
    _drop_empty_columns(page)
    _fit_tables(page)
    found = markup.tostring(page, encoding="unicode", doctype="<!doctype html>")
    head, mark, body = found.partition("<body")  # a title holds words alone
    return f"{head}{mark}{unbroken(body)}"


def _drop_empty_columns(page) -> None:
    """A column of buttons is empty on paper, its heading too."""
    for table in page.xpath("//table[not(.//@colspan) and not(.//@rowspan)]"):
        rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
        if len({len(row) for row in rows}) != 1:
            continue
        for cells in zip(*rows, strict=True):
            if not any(
                "".join(cell.itertext()).strip() or len(cell.xpath(".//img")) for cell in cells
            ):
                for cell in cells:
                    cell.drop_tree()


def _fit_tables(page) -> None:
    """Tables of the screen get the width of the sheet; for one too wide the sheet is turned."""
    tables = [
        (table, columns)
        for table in page.xpath("//table[not(ancestor::*[contains(@class, 'document-text')])]")
        if (columns := _columns(table))
    ]
    is_wide = any(fit(columns, PORTRAIT).size < SMALLEST for _table, columns in tables)
    if is_wide:
        page.body.classes.add("page-wide")
    for table, columns in tables:
        found = fit(columns, LANDSCAPE if is_wide else PORTRAIT)
        table.classes |= {"fit", found.class_name}
        table.insert(0, markup.fragment_fromstring(found.colgroup))


def _columns(table) -> list[Words]:
    """What stands in each column of a table with a head; none where cells are joined."""
    rows = [row for row in table.iter("tr") if not _is_across(row)]
    cells = [[cell for cell in row if cell.tag in ("th", "td")] for row in rows]
    wide = {len(row) for row in cells}
    if len(wide) != 1 or not table.xpath(".//thead") or table.xpath(".//*[@rowspan]"):
        return []
    words = [[" ".join(cell.itertext()) for cell in row] for row in cells]
    return [Words(head, list(under)) for head, *under in zip(*words, strict=True)]


def _is_across(row) -> bool:
    """Whether a row is one cell across the whole table."""
    return len(row) == 1 and row[0].get("colspan")
