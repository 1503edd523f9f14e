"""Lists for tests: a workbook of some columns, brought to its page and confirmed."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from common.intake import get


def labels(kind: str, language="en") -> dict[str, str]:
    with translation.override(language):
        return {column.key: str(column.label) for column in get(kind).fields}


def book(kind: str, *rows: dict, keys=None, language="en", more=()) -> bytes:
    """A list whose columns are those that its rows name, or ``keys`` in their order."""
    words = labels(kind, language)
    keys = keys or [key for key in words if any(key in row for row in rows)]
    made = Workbook()
    made.active.append([*(words[key] for key in keys), *more])
    for row in rows:
        made.active.append([row.get(key) for key in keys])
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload_url(kind: str, target=None) -> str:
    if target is None:
        return reverse("list_upload", args=[kind])
    return reverse("list_upload_of", args=[kind, target])


def bring(client, kind: str, data: bytes, *, target=None, name="тизме.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post(upload_url(kind, target), {"file": file})


def preview(client, kind: str, *rows: dict, target=None, **how):
    answer = bring(client, kind, book(kind, *rows, **how), target=target)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"])


def press(client, page, **typed):
    seen = page.context["plan"].digest
    return client.post(page.request["PATH_INFO"], {"seen": seen, **typed})


def fates(page) -> list[str]:
    return [fate.kind for fate in page.context["plan"].fates]


def told(page, n=0) -> str:
    return page.context["plan"].fates[n].told
