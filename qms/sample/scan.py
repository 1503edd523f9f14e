"""What stands for the scan of a signed paper in the sample."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.html import format_html

from common.dates import numeric
from common.models import Blob
from common.printing import html_to_pdf

PAGE = """<!doctype html><html lang="ky"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{code}</p><p>{order}</p><p>{name}</p></body></html>"""


def make_scan(version, order_number: str, order_date, name: str) -> tuple[str, Blob]:
    """A one-page PDF in place of the picture of the signed paper: its name and bytes."""
    return picture(
        version.document.title["ky"],
        f"{version.document.code} · {version.issue}/{version.change}",
        f"№ {order_number}, {numeric(order_date)}",
        name,
        f"{version.document.code}_{version.issue}-{version.change}",
    )


def picture(title: str, code: str, order: str, name: str, stem: str) -> tuple[str, Blob]:
    """A page with these lines, as a file of this name."""
    page = format_html(PAGE, title=title, code=code, order=order, name=name)
    try:
        data = html_to_pdf(page)
    except ImproperlyConfigured:  # the front-end files are not built: the story goes on without
        data = empty_page()
    return f"{stem}.pdf", Blob.store([data])


def empty_page() -> bytes:
    """The smallest PDF that a reader opens: one empty A4 page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
