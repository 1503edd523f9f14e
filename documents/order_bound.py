"""An order with the files of its appendices behind it, to be printed or sent as one file.

The sealed paper stays as it is: it is kept for ever as PDF/A (decision 14), which files from
elsewhere are not. What of them was signed is told by their fingerprint, printed on each head.
"""

import io
import logging

from django.utils import translation

from common.models import Attachment
from common.printing import render_pdf
from documents.models import Order, OrderAppendix
from documents.order_pdf import is_bindable, order_pdf
from documents.order_words import appendix_words

log = logging.getLogger(__name__)


def has_files(order: Order) -> bool:
    """Whether there is anything to bind."""
    return order.appendices.filter(file__isnull=False).exists()


def bound_pdf(order: Order, language: str) -> bytes:
    """The pages of the order, then each appendix that is a file: its head, and its pages if it is
    a PDF that can be read; else only where it is found.
    """
    from pypdf import PdfWriter  # noqa: PLC0415 -- slow to import, needed only here

    writer = PdfWriter()
    writer.append(io.BytesIO(order_pdf(order, language, preview=True)))
    rows = order.appendices.filter(file__isnull=False).select_related("file__blob")
    for appendix in rows:
        pages = pages_of(appendix.file)
        head = _head(order, appendix, language, is_bound=bool(pages))
        writer.append(io.BytesIO(head), import_outline=False)
        for page in pages:
            writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pages_of(file: Attachment | None) -> list:
    """Its pages; none of what is no PDF, is locked or broken anywhere."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 -- slow to import, needed only here

    if file is None or not is_bindable(file.name):
        return []
    try:
        tried = PdfWriter(clone_from=PdfReader(io.BytesIO(file.blob.read())))
        tried.write(io.BytesIO())  # what is broken inside shows itself only now
        return list(tried.pages)
    except Exception:
        log.info("File %s cannot be bound.", file.pk, exc_info=True)
        return []


def _head(order: Order, appendix: OrderAppendix, language: str, *, is_bound: bool) -> bytes:
    with translation.override(language):
        context = {
            "head": appendix_words(order, appendix.place, language),
            "title": order.in_language(appendix.title, language),
            "file": appendix.file,
            "pages": appendix.pages,
            "is_bound": is_bound,
        }
        return render_pdf("print/order_appendix.html", context, language=language)
