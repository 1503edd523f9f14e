"""What orders, records, letters and papers of others put into packages beside their signed papers:
registers, and the files of what is kept (004/4.2.4, 7.5.4).
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from common.models import Attachment
from common.package import Item, Order, register
from common.package.registers import register_lists
from documents.models import Correspondence, Record
from documents.models import Order as SignedOrder
from documents.order_pdf import acquaintance_pdf, order_line
from documents.package import BATCH


def files_of(rows, folder: Callable[[Any], str], kinds: tuple[str, ...]) -> Iterator[Item]:
    """The files of things, so many things at a time; ``folder`` says where those of each lie."""
    kind = ContentType.objects.get_for_model(rows.model)
    keys = list(rows.values_list("pk", flat=True))
    for begin in range(0, len(keys), BATCH):
        things = rows.in_bulk(keys[begin : begin + BATCH])
        files = Attachment.objects.filter(
            content_type=kind, object_id__in=list(things), kind__in=kinds
        )
        for file in files.select_related("blob").order_by("object_id", "added_at", "pk"):
            thing = things[file.object_id]
            yield Item(f"{folder(thing)}/{file.name}", f"{thing} · {file.name}", file.blob.chunks)


def records(order: Order) -> Iterator[Item]:
    """What the closed records hold; of those that were destroyed nothing is left."""
    rows = Record.objects.visible_to(order.reader).select_related("case__nomenclature")
    rows = rows.order_by("case__nomenclature__year", "case__index", "number", "pk")
    yield from files_of(rows, _record_folder, ("content",))


def _record_folder(kept: Record) -> str:
    case = kept.case
    name = _plain(kept.identifier or str(kept.pk))
    return f"records/{case.nomenclature.year}/{case.index}/{name}"


def letters(order: Order) -> Iterator[Item]:
    """Letters that came, stay inside or were signed on paper; the others are signed papers."""
    rows = Correspondence.objects.visible_to(order.reader)
    rows = rows.exclude(direction="outgoing", approved_at__isnull=False)
    rows = rows.order_by("direction", "year", "registered_on", "pk")
    yield from files_of(rows, _letter_folder, ("scan", "attachment"))


def _letter_folder(letter: Correspondence) -> str:
    return f"letters/{letter.direction}/{letter.year}/{_plain(letter.number)}"


def order_sheets(order: Order) -> Iterator[Item]:
    """Who acquainted themselves with each order, as its sheet says it (004/5.5.1)."""
    rows = SignedOrder.objects.visible_to(order.reader).filter(readings__isnull=False)
    for one in rows.select_related("kind").order_by("pk").distinct().iterator(chunk_size=BATCH):
        name = f"acquaintance/orders/{_plain(one.order_number)}_{one.pk}.pdf"
        title = order_line(one, one.language)
        words = format_lazy("{} · {}", title, gettext_lazy("Acquaintance sheet"))
        yield Item(name, words, partial(_order_sheet, one.pk))


def _order_sheet(key: int) -> Iterator[bytes]:
    signed = SignedOrder.objects.get(pk=key)
    yield acquaintance_pdf(signed, signed.language)


def _plain(number: str) -> str:
    """A number as the name of one folder."""
    return number.replace("/", "-")


register(
    "acquaintance-orders",
    label=gettext_lazy("Acquaintance sheets of orders"),
    items=order_sheets,
    needs="documents.view_order",
    order=31,
)
register_lists(
    "registers-orders",
    "documents:orders",
    "documents:order_points",
    label=gettext_lazy("Registers of orders"),
    needs="documents.view_order",
    order=41,
)
register(
    "records",
    label=gettext_lazy("Files of records"),
    items=records,
    needs="documents.view_record",
    order=42,
)
register_lists(
    "registers-records",
    "records:records",
    "records:fund",
    "records:disposals",
    label=gettext_lazy("Registers of records"),
    needs="documents.view_record",
    order=43,
)
register(
    "letters",
    label=gettext_lazy("Files of letters"),
    items=letters,
    needs="documents.view_correspondence",
    order=60,
)
register_lists(
    "registers-letters",
    "mail:incoming",
    "mail:outgoing",
    "mail:internal",
    label=gettext_lazy("Registers of letters"),
    needs="documents.view_correspondence",
    order=61,
)
register_lists(
    "registers-held",
    "mail:held",
    label=gettext_lazy("Register of papers of others"),
    needs="documents.view_heldpaper",
    order=62,
)
