"""Papers of correspondence: the letter on its letterhead, the registration stamp (domain 2.2)."""

import io

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import long_date, numeric
from common.printing import html_to_pdf, letterhead, render_pdf
from documents.models import Correspondence, Direction
from documents.pdf import paper_context
from documents.signables import Paper, Verdict, register
from documents.stamps import who_will_sign, words_in
from people.models import Organisation
from people.names import show_phone

LABEL = ("62mm", "29mm")  # a label of the usual roll
RIGHT, BOTTOM = 12, 14  # millimetres from the corner of the page
POINT = 72 / 25.4


def _day(value) -> str:
    return numeric(value) if value else ""


def letter_pdf(letter: Correspondence, language: str, *, preview: bool = False) -> bytes:
    """An outgoing letter with its requisites: head, date and number, addressee, text, signature.

    The agreement sheet stays in the house; who signed electronically is marked under the text.
    """
    with translation.override(language):
        answered = letter.answers
        context = paper_context(letter, language, letter.subject, preview=preview) | {
            "letter": letter,
            "text": letter.text.get(language) or "",
            "to": words_in(letter.party.name, language) if letter.party else "",
            "person": letter.person.full_name if letter.person else "",
            "answers": answered
            and _("In answer to No. %(number)s of %(date)s")
            % {
                "number": answered.their_number or answered.number,
                "date": _day(answered.their_date or answered.registered_on),
            },
            "day": long_date(letter.registered_on, language) if letter.registered_on else "",
            "hands": _hands(letter, language),
            "executor": letter.author,
            "phone": show_phone(letter.author.phone) if letter.author.phone else "",
        }
        if letter.number:  # signed on paper, it is no draft either
            context["draft"] = ""
        return render_pdf("print/mail_letter.html", context, language=language)


def _hands(letter: Correspondence, language: str) -> list[dict[str, str]]:
    """Position and name under the text: of whoever signed, or is to sign."""
    if letter.signer_name:
        position = words_in(letter.signer_position, language)
        return [{"position": position, "name": letter.signer_name}]
    return [{"position": one.who, "name": one.name} for one in who_will_sign(letter, language)]


def mail_languages(letter: Correspondence) -> list[str]:
    """The languages of its text, its own first; a letter kept only as a file has none."""
    codes = sorted(dict(settings.LANGUAGES), key=lambda code: code != letter.language)
    return [code for code in codes if letter.text.get(code)]


def judge_letter(letter: Correspondence) -> Verdict:
    """What a stranger is told of a signed letter."""
    words = _("Genuine. Signed on %(date)s under No. %(number)s.")
    values = {"date": _day(letter.registered_on), "number": letter.number}
    return Verdict("green", "circle-check", words % values)


def letter_identity(letter: Correspondence, language: str) -> list[tuple[str, str]]:
    """Number and date; of what it is about only where all may read it."""
    subject = "" if letter.is_restricted else letter.subject
    return [
        (_("Number"), letter.number),
        (_("Date"), _day(letter.registered_on)),
        (_("Subject"), subject if letter.approved_at else ""),
    ]


register(
    Paper(
        Correspondence,
        pdf=letter_pdf,
        languages=mail_languages,
        stem=lambda letter: f"letter_{letter.number or letter.pk}",
        judge=judge_letter,
        identity=letter_identity,
        is_closed=lambda letter: letter.is_restricted,
        rows=lambda letters: letters.select_related("party", "person", "author", "answers"),
    )
)


# The registration stamp ----------------------------------------------------------------------


def stamp_lines(letter: Correspondence) -> list[str]:
    """Whose, which way, number, day, sheets: the registration stamp of a letter."""
    house = letterhead()
    word = (
        pgettext("registration stamp", "INCOMING")
        if letter.direction == Direction.INCOMING
        else pgettext("registration stamp", "INTERNAL")
    )
    sheets = _("Sheets: %(n)s") % {"n": letter.sheet_count} if letter.sheet_count else ""
    annex = _("attachments: %(what)s") % {"what": letter.annex} if letter.annex else ""
    name = str(house.short_name or house.name) if house else ""
    lines = [name, f"{word} № {letter.number}", _day(letter.registered_on)]
    return [*lines, ", ".join(filter(None, [sheets, annex]))[:60]]


def label_pdf(letter: Correspondence) -> bytes:
    """The stamp as a label to stick on the paper."""
    with translation.override(Organisation.current().original_language):
        return html_to_pdf(_page(LABEL, stamp_lines(letter), place="0"))


def can_be_stamped(name: str) -> bool:
    """The stamp is laid over PDF files."""
    return name.lower().endswith(".pdf")


def stamped_pdf(letter: Correspondence, data: bytes) -> bytes:
    """A copy of a scan with the stamp on its first page; the scan itself stays as it came."""
    from pypdf import PdfReader, PdfWriter, Transformation  # noqa: PLC0415 -- slow to import

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    page = writer.pages[0]
    if page.rotation:
        page.transfer_rotation_to_content()
    box = page.mediabox
    width, height = float(box.width), float(box.height)
    with translation.override(Organisation.current().original_language):
        size = (f"{width:.2f}pt", f"{height:.2f}pt")
        across, down = (float(side.removesuffix("mm")) for side in LABEL)
        left = width - (across + RIGHT) * POINT
        top = height - (down + BOTTOM) * POINT
        place = f"left:{max(left, 0):.2f}pt;top:{max(top, 0):.2f}pt"
        mark = html_to_pdf(_page(size, stamp_lines(letter), place=place), variant=None)
    over = PdfReader(io.BytesIO(mark)).pages[0]
    where = Transformation().translate(float(box.left), float(box.bottom))
    page.merge_transformed_page(over, where)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(size: tuple[str, str], lines: list[str], *, place: str) -> str:
    """One page of this size with the stamp in its place."""
    wide, high = LABEL
    rule = f"@page {{size:{size[0]} {size[1]};margin:0}} @page :first {{margin:0}}"
    stands = f"position:absolute;{place};" if place != "0" else ""
    box = (
        f"{stands}box-sizing:border-box;width:{wide};height:{high};border:1.2pt solid #1d3f8f;"
        "color:#1d3f8f;background:#fff;text-align:center;padding:3mm 2mm;"
        "font-size:9.5pt;line-height:1.4"
    )
    words = format_html_join(
        "",
        '<p style="{}">{}</p>',
        (
            ("font-weight:700;font-size:13pt" if n == 1 else "margin:0", line)
            for n, line in enumerate(lines)
            if line
        ),
    )
    return format_html(
        '<!doctype html><html lang="ky"><head><title>{}</title><style>{}</style></head>'
        '<body><div style="{}">{}</div></body></html>',
        lines[1],
        rule,
        box,
        words,
    )
