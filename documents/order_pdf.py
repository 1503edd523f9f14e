"""Orders, their extracts and acquaintance sheets as papers, field by field (domain 2.8)."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import long_date, numeric
from common.printing import render_pdf
from documents.models import Order
from documents.order_words import (
    appendix_words,
    control_words,
    pattern,
    point_words,
    responsible_words,
)
from documents.pdf import paper_context
from documents.stamps import who_will_sign, words_in
from people.models import Appointment, Organisation


def order_pdf(order: Order, language: str, *, preview: bool = False) -> bytes:
    """The order as it is signed: head, points, control, basis, signature, visas, appendices."""
    with translation.override(language):
        title = order.in_language(order.title, language)
        context = paper_context(order, language, title, preview=preview) | body(order, language)
        context["banner"] = banner(order)
        context["appendices"] = _appendices(order, language)
        context["signers"] = context["approved"] or who_will_sign(order, language)
        return render_pdf("print/order.html", context, language=language)


def body(order: Order, language: str) -> dict[str, Any]:
    """What the order says, in the words of its kind."""
    points = [
        {"words": point_words(order, point, language), "who": responsible_words(point, language)}
        for point in order.points.for_manifest()
    ]
    if control := control_words(order, language):
        points.append({"words": control, "who": ""})
    case, title = order.case, order.in_language(order.title, language)
    return {
        "order": order,
        "kind": pattern(order, "heading", language) or words_in(order.kind.name, language),
        "day": long_date(order.order_date, language, short=True) if order.order_date else "",
        "number": order.order_number,
        "in_place": words_in(order.place, language),
        "preamble": order.in_language(order.preamble, language),
        "verb": pattern(order, "verb", language),
        "points": points,
        "basis_words": order.in_language(order.basis, language),
        "case_index": case.index if case else "",
        "sheet_of": f"{words_in(order.kind.name, language)} · {title}",
        "organisation_other": _other_name(language),
    }


def _other_name(language: str) -> str:
    """The organisation in the other language of the letterhead (domain 2.2)."""
    name = Organisation.current().name
    return name.get("ru" if language == "ky" else "ky", "") if language != "en" else ""


def banner(order: Order) -> str:
    """What a print of an order that was taken back says on its first page."""
    if order.state != Order.State.REPEALED:
        return ""
    new = order.repealed_by
    return _("REPEALED by order No. %(number)s of %(date)s") % {
        "number": new.order_number if new else "—",
        "date": numeric(new.order_date) if new and new.order_date else "—",
    }


def _appendices(order: Order, language: str) -> list[dict]:
    return [
        {
            "head": appendix_words(order, one.place, language),
            "title": order.in_language(one.title, language),
            "text": order.in_language(one.text, language),
            "file": bool(one.file),
            "is_apart": one.file is not None and not is_bindable(one.file.name),
            "pages": one.pages,
        }
        for one in order.appendices.select_related("file")
    ]


def is_bindable(name: str) -> bool:
    """Whether a file of this name can stand behind the order in one PDF."""
    return name.lower().endswith(".pdf")


# Sheets and extracts -------------------------------------------------------------------------


def acquaintance_pdf(order: Order, language: str) -> bytes:
    """The sheet that is signed by hand; who is acquainted already stands so (004/5.5.1)."""
    posts = Appointment.objects.on().select_related("position")
    rows = order.readings.for_list().prefetch_related(
        Prefetch("person__appointments", posts, to_attr="posts_today")
    )
    with translation.override(language):
        context = {
            "title": _("Acquaintance sheet"),
            "order": order,
            "of_order": order_line(order, language),
            "rows": [
                {
                    "name": row.person.full_name,
                    "position": next(
                        (words_in(p.position.name, language) for p in row.person.posts_today), ""
                    ),
                    "date": _read_on(row),
                    "mark": _read_how(row),
                }
                for row in rows
            ],
        }
        return render_pdf("print/order_acquaintance.html", context, language=language)


def order_line(order: Order, language: str) -> str:
    """Kind, number, day and title in one line."""
    said = [words_in(order.kind.name, language)]
    if order.order_number and order.order_date:
        said.append(f"№ {order.order_number}, {long_date(order.order_date, language, short=True)}")
    return f"{' · '.join(said)} · {order.in_language(order.title, language)}"


def _read_on(row) -> str:
    if row.paper_on:
        return numeric(row.paper_on)
    return numeric(localdate(row.read_at)) if row.read_at else ""


def _read_how(row) -> str:
    if row.paper_on:
        return _("signed on paper")
    return _("confirmed on screen") if row.read_at else ""


def extract_pdf(order: Order, language: str, chosen: set[int], *, by, on: date) -> bytes:
    """The chosen points with the head of the order, as somebody certified them on a day."""
    with translation.override(language):
        held = by.person.appointment(on)
        said = body(order, language)
        points = [{"n": n, **point} for n, point in enumerate(said["points"], 1) if n in chosen]
        context = said | {
            "title": order.in_language(order.title, language),
            "org_name": words_in(Organisation.current().name, language),
            "points": points,
            "extract": pgettext("order", "EXTRACT"),
            "certified": _("The extract is true"),
            "position": words_in(held.position.name, language) if held else "",
            "name": by.person.signature_name,
            "today": long_date(on, language, short=True),
            "signer": _signer(order, language),
            "banner": banner(order),
        }
        return render_pdf("print/order_extract.html", context, language=language)


def _signer(order: Order, language: str) -> dict[str, str]:
    """Who signed it, as the sheet keeps them."""
    lines = order.sheet.lines.all() if order.sheet else []
    line = next((one for one in lines if one.kind == "approve" and one.name), None)
    return {"position": words_in(line.position_name, language), "name": line.name} if line else {}
