"""What the approval block and the agreement sheet of a paper print (000: stamps; 001, 003).

A block prints only when it was decided, and never with an empty name: who agreed or approved,
by which protocol or order, and how it was signed. Everything comes from the frozen lines of the
sheet, so that a paper made again says what it said.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import attributive, date_and_time, long_date, numeric
from common.marks import short_hash
from common.models import TranslatedText
from common.printing import unbroken
from documents.models import ApprovalSheet, SheetLine
from documents.models.route import StepKind
from people.models import Person, Substitution


@dataclass(frozen=True)
class Stamp:
    """One block at the head of page 1: МАКУЛДАШЫЛДЫ at the left or БЕКИТИЛДИ at the right."""

    word: str
    who: str
    ground: str
    name: str = ""
    mark: str = ""
    acting: str = ""  # for whom and by which order the one who signed acted
    has_line: bool = False  # an ink line before the name: signed by hand on the printed paper


@dataclass(frozen=True)
class SheetRow:
    """One line of the agreement sheet (макулдашуу баракчасы)."""

    number: int
    position: str
    name: str
    decision: str
    when: str
    ground: str
    mark: list[str] = field(default_factory=list)
    is_electronic: bool = False
    acting: str = ""


def standing_sheet(subject) -> ApprovalSheet | None:
    """The sheet that speaks for a paper: the round that runs or ended in approval."""
    sheet = subject.sheet
    if sheet is None or sheet.outcome == ApprovalSheet.Outcome.RETURNED:
        return None
    return sheet


def lines_of(subject) -> list[SheetLine]:
    """The lines of the standing sheet; rounds that came back are not printed."""
    sheet = standing_sheet(subject)
    return list(sheet.lines.all()) if sheet else []


def stamps(subject, language: str, *, electronic: bool) -> tuple[list[Stamp], list[Stamp]]:
    """The agreed blocks for the left and the approved blocks for the right of page 1.

    ``electronic``: the organisation has an order that gives electronic signatures their force;
    without it the paper is printed with a line for the hand.
    """
    agreed, approved = [], []
    lines = lines_of(subject)
    for line in lines:
        who = words_in(line.position_name, language)
        if line.decision != SheetLine.Decision.AGREED or not who + line.name:
            continue
        if line.kind == StepKind.DECIDE:
            word = stamp_word(subject, "agreed", language) or pgettext("stamp", "AGREED")
            agreed.append(Stamp(word, who, _one_piece(line, language)))
        elif line.name and subject.approves(line, lines):
            approved.append(
                Stamp(
                    word=stamp_word(subject, "approved", language) or pgettext("stamp", "APPROVED"),
                    who=who,
                    name=line.name,
                    ground=_approved_by(subject, line, language),
                    mark=stamp_mark(line, electronic),
                    acting=_unbroken(acting_words(line, language)),
                    has_line=not electronic and not line.on_paper,
                )
            )
    return agreed, approved


def stamp_word(subject, kind: str, language: str) -> str:
    """The word that its type or kind prescribes, such as БЕКИТЕМИН for a plan."""
    document = getattr(subject, "document", None)
    own = document.type.stamp if document else getattr(subject, "stamp", {})
    return words_in(own.get(kind), language)


def ground(line: SheetLine, language: str) -> str:
    """The protocol or the order of a decision, as a stamp writes it in the paper's language."""
    if not line.number or line.date is None:
        return ""
    words = (
        pgettext("stamp", "Protocol No. %(number)s %(of_date)s")
        if line.kind == StepKind.DECIDE
        else pgettext("stamp", "Order No. %(number)s %(of_date)s")
    )
    return words % {"number": line.number, "of_date": attributive(line.date, language)}


def acting_words(line: SheetLine, language: str) -> str:
    """In which position of their own the one who signed acted for whom, and by which order;
    nothing in one's own name.

    The words were frozen with the signature, which covers them.
    """
    if not line.acting:
        return ""
    words = (
        pgettext("stamp", "by delegation from %(name)s, order No. %(number)s %(of_date)s")
        if line.acting["kind"] == Substitution.Kind.DELEGATION
        else pgettext("stamp", "acting for %(name)s, order No. %(number)s %(of_date)s")
    )
    words %= {
        "name": line.acting["for"],
        "number": line.acting["order"],
        "of_date": attributive(date.fromisoformat(line.acting["date"]), language),
    }
    # What was signed before kept no position of the one who acted.
    own = words_in(line.acting.get("position"), language)
    return f"{own}, {words}" if own else words


def sheet_rows(subject, language: str) -> list[SheetRow]:
    """The agreement sheet: everyone who was asked, what they said, when, and the mark of it."""
    return [
        SheetRow(
            number=number,
            position=position_of(line, language),
            name=line.name or (str(line.person) if line.person else ""),
            decision=decision(line),
            when=_when(line),
            ground=_ground_in_sheet(subject, line),
            mark=_mark(line),
            is_electronic=_signature(line) is not None,
            acting=_unbroken(acting_words(line, language)),
        )
        for number, line in enumerate(lines_of(subject), 1)
    ]


def position_of(line: SheetLine, language: str) -> str:
    """The position it was signed in; of whoever is still waited for, the one asked or held now."""
    if named := words_in(line.position_name, language) or str(line.position or line.body or ""):
        return named
    waits = line.decision == SheetLine.Decision.WAITING
    held = line.person.appointment() if line.person and waits else None
    return words_in(held.position.name, language) if held else ""


def decision(line: SheetLine) -> str:
    """What was said, in the word that fits who said it."""
    if line.decision != SheetLine.Decision.AGREED:
        return line.get_decision_display()
    if line.is_approval:
        return pgettext("decision", "Approved")
    if line.kind in (StepKind.SIGN, StepKind.APPROVE):
        return pgettext("decision", "Signed")
    return pgettext("decision", "Agreed")


def words_in(text, language: str) -> str:
    """A text of data in the paper's language, or the next there is."""
    return TranslatedText(text or {}).in_language(language)


def _one_piece(line: SheetLine, language: str) -> SafeString:
    """The ground, its numbers and dates never torn at the end of a line."""
    return _unbroken(ground(line, language))


def _approved_by(subject, line: SheetLine, language: str) -> SafeString:
    """The order that approves it; of what is approved in one's own name, the day."""
    day = line.date or subject.order_date
    if subject.is_approved_by_order or day is None:
        return _one_piece(line, language)
    return _unbroken(long_date(day, language))


def _unbroken(words: str) -> SafeString:
    return mark_safe(unbroken(escape(words)))  # noqa: S308 -- escaped


def _ground_in_sheet(subject, line: SheetLine) -> SafeString:
    """The protocol or order; of what is approved under its own number, that and the day."""
    if subject.is_approved_by_order or line.kind != StepKind.APPROVE:
        return _short_ground(line)
    if not subject.is_numbered_by_itself or not line.number or line.date is None:
        return SafeString("")
    words = pgettext("sheet", "No. %(number)s, %(date)s")
    return _unbroken(words % {"number": line.number, "date": numeric(line.date)})


def _short_ground(line: SheetLine) -> SafeString:
    """The ground in the narrow column of the sheet, with the date in figures."""
    if not line.number or line.date is None:
        return SafeString("")
    words = (
        pgettext("sheet", "Protocol No. %(number)s, %(date)s")
        if line.kind == StepKind.DECIDE
        else pgettext("sheet", "Order No. %(number)s, %(date)s")
    )
    return _unbroken(words % {"number": line.number, "date": numeric(line.date)})


def _signature(line: SheetLine):
    return getattr(line, "signature", None)


def _when(line: SheetLine) -> str:
    if line.on_paper or line.kind == StepKind.DECIDE:
        return numeric(line.date) if line.date else ""
    return date_and_time(line.decided_at) if line.decided_at else ""


def stamp_mark(line: SheetLine, electronic: bool) -> str:
    """How it was signed, where that is no line for the hand."""
    if line.on_paper:
        return _("Signed on paper")
    if electronic and line.decided_at:
        return _("Signed electronically %(when)s") % {"when": date_and_time(line.decided_at)}
    return ""


def _hashed(words: str, value: str) -> SafeString:
    """Words with a short digest in them that is never torn at the end of a line."""
    kept = format_html('<span class="nowrap">{}</span>', short_hash(value))
    return mark_safe(escape(words) % {"hash": kept})  # noqa: S308 -- both are escaped


def _mark(line: SheetLine) -> list[str]:
    """How a line was signed: the facts of the signature, or who vouches for the paper."""
    signature = _signature(line)
    if signature is not None:
        return [
            _("Electronic signature"),
            signature.name,
            date_and_time(signature.signed_at),
            _hashed(_("text %(hash)s"), signature.manifest_hash),
            _hashed(_("signature %(hash)s"), signature.digest),
        ]
    if line.decision == SheetLine.Decision.WAITING or line.decided_by is None:
        return []
    how = _("Signed on paper") if line.on_paper else _("By protocol")
    entered = _("entered by %(name)s %(when)s") % {
        "name": line.decided_by.signature_name,
        "when": date_and_time(line.decided_at) if line.decided_at else "",
    }
    return [how, entered]


def who_will_sign(subject, language: str) -> list[Stamp]:
    """The line for the hand of whoever the route lets sign, while nobody has."""
    route = subject.get_route()
    steps = route.steps.filter(kind=StepKind.APPROVE) if route else []
    return [
        Stamp(
            word="",
            ground="",
            who=words_in(step.position.name, language),
            name=", ".join(
                person.signature_name
                for person in Person.objects.in_position(step.position, own=True)
            ),
            has_line=True,
        )
        for step in steps
    ]
