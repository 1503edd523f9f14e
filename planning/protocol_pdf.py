"""The protocol of a meeting as a PDF, and how a stranger knows it (domain 2.7; 7.3.6)."""

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import in_one_line, long_date, numeric
from common.printing import render_pdf
from documents.pdf import copy_cell, paper_context
from documents.signables import Paper, Verdict, register
from documents.stamps import lines_of, standing_sheet
from people.models import Organisation
from planning.attached_sheets import sheets_of
from planning.models import Meeting
from planning.protocol_paper import protocol_words, unfolded, waiting_hands

LANGUAGES = ("ky", "ru")  # a protocol is printed in both; its own words stand as they were said


def languages(meeting) -> list[str]:
    """The language of the originals first."""
    original = Organisation.current().original_language
    return sorted({original, *LANGUAGES}, key=lambda code: (code != original, code))


def manifest_to_print(meeting) -> dict:
    """What was signed or is being signed; else what would be signed now."""
    sheet = standing_sheet(meeting)
    return sheet.manifest if sheet else meeting.manifest()


def opinions(meeting) -> list[dict]:
    """The dissenting opinions that stand in the paper: those given before the last signature."""
    return [
        {"name": one.name, "date": numeric(localdate(one.given_at)), "text": one.text}
        for one in meeting.dissents.filter(is_late=False)
    ]


def protocol_pdf(meeting: Meeting, language: str, *, preview: bool = False) -> bytes:
    """The protocol in one language; before it is signed the word of its state lies across it."""
    with translation.override(language):
        frozen = unfolded(manifest_to_print(meeting))
        words = protocol_words(frozen, language, opinions(meeting), sheets_of(frozen))
        context = paper_context(meeting, language, words["title"], preview=preview)
        context |= words | {
            "code": f"№\u00a0{meeting.number}" if meeting.number else "—",
            "cells": [
                (pgettext("protocol", "Date"), numeric(meeting.day)),
                (pgettext("protocol", "Items"), len(frozen["items"])),
                copy_cell(meeting, preview=preview),
            ],
            "hands": hands(meeting, frozen, context, language),
            "rows": [],
        }
        return render_pdf("print/protocol.html", context, language=language)


def hands(meeting, frozen: dict, context: dict, language: str) -> list[dict]:
    """Who signs, in the order of the paper, each with the mark of the signature or a line for it.

    Without an order that gives electronic signatures their force there is a line in any case.
    """
    waiting = waiting_hands(frozen, language)
    asked = zip(lines_of(meeting), context["rows"], strict=True)
    rows = {str(line.person.uid): row for line, row in asked if line.person}
    has_force = bool(context["signed_by_order"])
    for hand in waiting:
        row = rows.get(hand["who"])
        if row and row.mark:
            hand |= {"mark": row.mark, "is_electronic": row.is_electronic}
            hand["has_line"] = row.is_electronic and not has_force
    return waiting


def judge(meeting: Meeting) -> Verdict:
    """Signed, and whether a later protocol corrects it."""
    if later := meeting.correction_signed():
        told = {"number": later.number, "date": numeric(later.day)}
        return Verdict(
            "amber",
            "alert-triangle",
            _("Genuine, but corrected by protocol No. %(number)s of %(date)s.") % told,
        )
    signed = in_one_line(long_date(localdate(meeting.approved_at)))
    return Verdict("green", "circle-check", _("Genuine. Signed on %(date)s.") % {"date": signed})


def identity(meeting: Meeting, language: str) -> list[tuple[str, str]]:
    """Whose protocol, its number and day; of a closed one not even whose."""
    number = f"№ {meeting.number}" if meeting.number else ""
    whose = "" if meeting.is_restricted else meeting.title
    return [
        (pgettext("protocol", "Protocol"), number),
        (_("Meeting"), whose),
        (pgettext("protocol", "Date"), numeric(meeting.day)),
    ]


def stem(meeting: Meeting) -> str:
    """The name of the file: protocol_general_meeting_2026_3."""
    return f"protocol_{meeting.register or meeting.kind.register}_{meeting.year}_{meeting.number}"


register(
    Paper(
        Meeting,
        pdf=protocol_pdf,
        languages=languages,
        stem=stem,
        judge=judge,
        identity=identity,
        is_closed=lambda meeting: meeting.is_restricted,
        unfinished=("planned", "open", "held", "agreeing"),
        rows=lambda meetings: meetings.select_related("kind__body", "chair", "secretary"),
    )
)
