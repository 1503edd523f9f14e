"""The record that shows what was done, named by the code of a document or by its address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from common.reach import within_reach
from common.views import DetailPage
from documents.codes import find_by_code
from documents.models import Document


def find_record(words: str, reader):
    """The record that the reader means and may see; nothing where there is none such."""
    words = words.strip()
    if "/" in words:
        return _at_address(words, reader) or _by_code(words, reader)
    return _by_code(words, reader)


def _by_code(code: str, reader):
    return find_by_code(Document.objects.visible_to(reader), code)


def _at_address(address: str, reader):
    """The record whose page stands at an address of this house."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    own = urlsplit(settings.PUBLIC_BASE_URL).netloc
    if parts.netloc and parts.netloc != own:
        return None
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    try:
        match = resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        return None
    page = getattr(match.func, "view_class", None)
    if not (isinstance(page, type) and issubclass(page, DetailPage)) or "pk" not in match.kwargs:
        return None
    found = within_reach(page.model, reader).filter(pk=match.kwargs["pk"]).first()
    return found if found is not None and reader.has_perm(page.permission, found) else None
