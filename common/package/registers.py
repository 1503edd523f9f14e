"""Registers in a package: a list page as its reader sees it, as CSV and as a printed list."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import resolve, reverse
from django.utils.text import format_lazy

from . import Item, Order, register
from .writing import table_chunks

PRINTED = 2000  # rows: a longer list goes in as CSV alone


def register_lists(code: str, *addresses: str, label: Any, needs: str, order: int = 60) -> None:
    """Let these list pages go into packages, each as two files."""

    def items(asked: Order) -> Iterator[Item]:
        for address in addresses:
            yield from _list(address, asked)

    register(code, label=label, items=items, needs=needs, order=order)


def page_for(address: str, order: Order):
    """The list page as the reader of the package would have it."""
    request: Any = HttpRequest()
    request.method, request.user = "GET", order.reader
    request.path = request.path_info = reverse(address)
    request.GET, request.LANGUAGE_CODE = QueryDict(""), order.language
    match = request.resolver_match = resolve(request.path)
    view: Any = match.func
    page = view.view_class(**view.view_initkwargs)
    page.setup(request)
    return page


def _list(address: str, order: Order) -> Iterator[Item]:
    page = page_for(address, order)
    name = address.replace(":", "-")
    rows: Callable = lambda: page_for(address, order)  # noqa: E731 -- drawn anew for each file
    title = page.title
    yield Item(f"registers/{name}.csv", format_lazy("{} · CSV", title), lambda: _csv(rows()))
    if 0 < page.found().count() <= PRINTED:
        yield Item(f"registers/{name}.pdf", format_lazy("{} · PDF", title), lambda: [_pdf(rows())])


def _csv(page) -> Iterator[bytes]:
    from common.views.outgoing import pieces  # noqa: PLC0415 -- pages come later

    columns = page.columns_out("xlsx")
    things = (thing for some in pieces(page, page.found()) for thing in some)
    return table_chunks(
        [column.label for column in columns],
        ([column.value(thing) for column in columns] for thing in things),
    )


def _pdf(page) -> bytes:
    from common.views.outgoing import pdf_bytes  # noqa: PLC0415 -- pages come later

    return pdf_bytes(page, page.found(), [])[0]
