"""Registers in a package: a list page as its reader sees it, as CSV and as a printed list.

A long list is printed in parts: what the press holds in memory follows the rows of one paper.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import resolve, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from . import Item, Order, register
from .writing import table_chunks

PRINTED = 2000  # rows: a longer list goes in as CSV alone
PART = 250  # rows of one paper, some ten pages


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
    keys = _keys(page)
    count = len(keys)
    for begin in range(0, count, PART):
        part = range(begin, min(begin + PART, count))
        stem, words = name, format_lazy("{} · PDF", title)
        if count > PART:
            stem = f"{name}-{begin // PART + 1}"
            words = format_lazy("{} · {}", words, _part_words(part, count))
        yield Item(f"registers/{stem}.pdf", words, partial(_pdf, rows, keys, part))


def _keys(page) -> list:
    """Which rows are printed, in their order, taken once: one that is written meanwhile neither
    stands on two papers nor falls between them; none where they are too many to print.
    """
    keys = list(page.found().values_list("pk", flat=True)[: PRINTED + 1])
    return keys if len(keys) <= PRINTED else []


def _part_words(part: range, count: int) -> Any:
    """Which rows of a long list stand on one paper."""
    words = gettext_lazy("Rows {first} to {last} of {count}")
    return format_lazy(words, first=part.start + 1, last=part.stop, count=count)


def _csv(page) -> Iterator[bytes]:
    from common.views.outgoing import pieces  # noqa: PLC0415 -- pages come later

    columns = page.columns_out("xlsx")
    things = (thing for some in pieces(page, page.found()) for thing in some)
    return table_chunks(
        [column.label for column in columns],
        ([column.value(thing) for column in columns] for thing in things),
    )


def _pdf(drawn: Callable, keys: list, part: range) -> Iterator[bytes]:
    from common.views.outgoing import Rows, pdf_bytes  # noqa: PLC0415 -- pages come later

    page, mine = drawn(), keys[part.start : part.stop]
    there = page.found().in_bulk(mine)
    rows = Rows(there[key] for key in mine if key in there)
    notes = [_part_words(part, len(keys))] if len(keys) > PART else []
    yield pdf_bytes(page, rows, [], notes)[0]
