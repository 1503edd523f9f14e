"""What the floor itself puts into packages: the journal with its seals, the certificates."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Certificate, JournalEntry, Seal
from common.models.journal import HASHED, canonical, hashed_facts

from . import Item, Order, register
from .writing import table_chunks

BATCH = 1000


def rows_of(order: Order):
    """The journal of the period, whole days: a chain without gaps."""
    rows = JournalEntry.objects.order_by("number")
    if order.trail_since:
        rows = rows.filter(at__date__gte=order.trail_since)
    if order.trail_until:
        rows = rows.filter(at__date__lte=order.trail_until)
    # A clock that was set back would leave holes: from the first of these days to the last.
    first, last = rows.first(), rows.last()
    if first is None or last is None:
        return rows.none()
    whole = JournalEntry.objects.order_by("number")
    return whole.filter(number__gte=first.number, number__lte=last.number)


def journal(order: Order) -> Iterator[Item]:
    """The rows as they are hashed, the same in words, the seals of those days."""
    rows = rows_of(order)
    first, last = rows.first(), rows.last()
    if first is None or last is None:
        return
    yield Item(
        "journal/journal.jsonl",
        gettext_lazy("The journal with its hashes, for verify.py"),
        lambda: (
            (canonical({"facts": hashed_facts(*row[:-1]), "hash": row[-1]}) + "\n").encode()
            for row in rows.values_list(*HASHED, "hash").iterator(chunk_size=BATCH)
        ),
    )
    yield Item(
        "journal/journal.csv",
        gettext_lazy("The journal in words"),
        lambda: table_chunks(
            [_("No."), _("When"), _("Who"), _("Deed"), _("From where"), _("Hash of this row")],
            (
                [
                    entry.number,
                    date_and_time(entry.at, seconds=True),
                    deeds.who(entry),
                    deeds.sentence(entry),
                    entry.ip or "",
                    entry.hash,
                ]
                for entry in rows.select_related("user__person", "content_type").iterator(
                    chunk_size=BATCH
                )
            ),
        ),
    )
    seals = Seal.objects.filter(count__gte=first.number, count__lte=last.number)
    for seal in seals.order_by("number"):
        yield Item(
            f"journal/seals/{seal.file_name}",
            format_lazy("{} {}, {}", gettext_lazy("Seal No."), seal.number, numeric(seal.day)),
            lambda seal=seal: [seal.text().encode()],
        )


def certificates(order: Order) -> Iterator[Item]:
    """The public part of every certificate that papers were sealed with."""
    for one in Certificate.objects.order_by("made_at"):
        yield Item(
            f"certificates/{localdate(one.valid_from):%Y-%m-%d}-{one.fingerprint[:16]}.cer",
            format_lazy("{} · {}", one.subject, one.fingerprint),
            lambda one=one: [one.der],
        )


register(
    "certificates",
    label=gettext_lazy("Certificates of the seal"),
    items=certificates,
    needs="common.search",
    order=80,
)
register(
    "journal",
    label=gettext_lazy("Journal of deeds"),
    items=journal,
    needs="common.view_journal",
    order=90,
)
