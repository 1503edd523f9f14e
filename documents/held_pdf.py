"""The receipt for papers of others, and the act by which they go back (004/7.5.4)."""

from django.utils import translation
from django.utils.translation import gettext as _

from common.dates import long_date
from common.printing import render_pdf, whole
from documents.models import HeldPaper
from documents.stamps import words_in
from people.models import Organisation


def receipt_pdf(papers: list[HeldPaper]) -> bytes:
    """All that was received at once: item, sheets, condition, both signatures."""
    first = papers[0]
    language = Organisation.current().original_language
    with translation.override(language):
        title = _("Act of receipt of papers No. %(number)s") % {"number": first.receipt}
        context = {
            "sentence": _("The papers listed below were received for safekeeping:"),
            "gave": (_("Handed over"), first.handed_by or _owner(first, language)),
            "took": (_("Received"), _hand(first.received_by, language)),
        }
        return _act(title, papers, first.received_on, language, context)


def return_act_pdf(papers: list[HeldPaper]) -> bytes:
    """What went back to its owner, or is about to; with a line for the owner's hand."""
    first = papers[0]
    language = Organisation.current().original_language
    with translation.override(language):
        title = _("Act of return of papers, to receipt No. %(number)s") % {"number": first.receipt}
        context = {
            "sentence": _("The papers listed below were returned to their owner:"),
            "gave": (_("Returned by"), _hand(first.returned_by or first.keeper, language)),
            "demanded": first.demanded_on,
            "took": (_("Received back"), first.returned_to or _owner(first, language)),
        }
        return _act(title, papers, first.returned_on, language, context)


def _act(title, papers, day, language, context) -> bytes:
    first = papers[0]
    is_return = "demanded" in context
    rows = [
        {
            "item": one.item,
            "carrier": one.get_carrier_display(),
            "kind": _("original") if one.is_original else _("copy"),
            "sheets": one.sheets or "",
            "state": one.harm if is_return else "",
        }
        for one in papers
    ]
    told = context | {
        "title": whole(title),
        "day": long_date(day, language) if day else "",
        "owner": _owner(first, language),
        "project": first.project,
        "keeper": _hand(first.keeper, language),
        "place": first.place,
        "handling": first.handling,
        "rows": rows,
    }
    return render_pdf("print/held_act.html", told, language=language)


def _owner(paper: HeldPaper, language: str) -> str:
    return words_in(paper.party.name, language) if paper.party else paper.owner


def _hand(person, language: str) -> str:
    """Position and name under a line for the hand."""
    post = person.appointment()
    position = words_in(post.position.name, language) if post else ""
    return ", ".join(filter(None, [position, person.signature_name]))
