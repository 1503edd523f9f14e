"""The protocol of a commission as a PDF, and how a stranger knows it (000/2.4, 4.4; 7.3.6)."""

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common.dates import in_one_line, long_date, numeric
from common.printing import render_pdf
from documents import record_sources
from documents.models import RecordAccess
from documents.pdf import copy_cell, paper_context, worded_in
from documents.signables import Paper, Verdict, register
from documents.stamps import lines_of, standing_sheet
from monitoring.models import CommissionProtocol
from monitoring.protocol_words import hands_of, protocol_words


def languages(protocol) -> list[str]:
    """Those in which the title of the campaign stands, the original first."""
    return worded_in([protocol.campaign.title])


def frozen_to_print(protocol) -> dict:
    """What was signed or is being signed; else what would be signed now."""
    sheet = standing_sheet(protocol)
    return sheet.manifest if sheet else protocol.manifest()


def protocol_pdf(protocol: CommissionProtocol, language: str, *, preview: bool = False) -> bytes:
    """The protocol with the annex of places; before it is signed the word of its state lies
    across it.
    """
    with translation.override(language):
        frozen = frozen_to_print(protocol)
        words = protocol_words(frozen, language)
        title = _("Protocol of the expert commission")
        context = paper_context(protocol, language, title, preview=preview)
        context |= words | {
            "title": title,
            "code": f"№\u00a0{protocol.number}",
            "cells": [
                (pgettext("protocol", "Date"), numeric(protocol.day)),
                (_("Scored"), len(frozen["rows"])),
                copy_cell(protocol, preview=preview),
            ],
            "banner": counts_no_more(protocol) if preview else "",
            "hands": hands(protocol, frozen, context, language),
            "rows": [],
            "stamps": [],
        }
        return render_pdf("print/commission_protocol.html", context, language=language)


def hands(protocol, frozen: dict, context: dict, language: str) -> list[dict]:
    """Who signs, each with the mark of the signature or a line for it; without an order that gives
    electronic signatures their force there is a line in any case.
    """
    waiting = hands_of(frozen, language)
    asked = zip(lines_of(protocol), context["rows"], strict=True)
    rows = {str(line.person.uid): row for line, row in asked if line.person}
    has_force = bool(context["signed_by_order"])
    for hand in waiting:
        row = rows.get(hand["who"])
        if row and row.mark:
            hand |= {"mark": row.mark, "is_electronic": row.is_electronic}
            hand["has_line"] = row.is_electronic and not has_force
    return waiting


def counts_no_more(protocol) -> str:
    """Why a protocol counts no more: the scoring was opened again after it."""
    result = protocol.result
    if result.superseded_at is None:
        return ""
    return _("COUNTS NO MORE: the scoring was opened again on %(date)s") % {
        "date": numeric(localdate(result.superseded_at))
    }


def judge(protocol: CommissionProtocol) -> Verdict:
    """Signed, and whether its result still counts."""
    if protocol.result.superseded_at:
        told = {"date": numeric(localdate(protocol.result.superseded_at))}
        return Verdict(
            "amber",
            "alert-triangle",
            _("Genuine, but it counts no more: the scoring was opened again on %(date)s.") % told,
        )
    signed = in_one_line(long_date(localdate(protocol.approved_at)))
    return Verdict("green", "circle-check", _("Genuine. Signed on %(date)s.") % {"date": signed})


def identity(protocol: CommissionProtocol, language: str) -> list[tuple[str, str]]:
    """Its number and day; strangers learn neither names nor places."""
    return [
        (pgettext("protocol", "Protocol"), f"№ {protocol.number}"),
        (pgettext("protocol", "Date"), numeric(protocol.day)),
    ]


register(
    Paper(
        CommissionProtocol,
        pdf=protocol_pdf,
        languages=languages,
        stem=lambda one: f"monitoring_{one.campaign.year}_{one.campaign.kind.code}_{one.number}",
        judge=judge,
        identity=identity,
        is_closed=lambda one: True,
        unfinished=("draft", "agreeing"),
        rows=lambda rows: rows.select_related("campaign__kind", "author", "result"),
    )
)

record_sources.register(
    record_sources.Source(
        CommissionProtocol,
        gettext_lazy("Protocol of a commission"),
        kind=lambda one: "monitoring_protocol",
        title=lambda one: one.headline,
        day=lambda one: one.day,
        is_signed=lambda one: one.state == "approved",
        proves=lambda one: {"proves": str(one.campaign)},
        access=lambda one: RecordAccess.STAFF if one.campaign.is_told else RecordAccess.RESTRICTED,
        index=lambda one: one.campaign.kind.nomenclature_index,
    )
)
