"""Papers of people: the printed invitation, the quarterly list of accounts."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import date_and_time, numeric
from common.models import TranslatedText
from common.printing import render_pdf, show
from common.qr import qr
from people.models import Account, AccountReview, Invitation, Organisation

TONES = {"invited": "blue", "active": "green", "blocked": "red"}


def invitation_paper(invitations: list[Invitation]):
    """Invitations to be handed over: the link as a QR code, and the code to type (A-03).

    Each stands on a page of its own, in the language of whom it is for.
    """
    first = invitations[0].user
    context = {
        "title": _("Invitation to Sapat"),
        "pages": [{"invitation": one, "qr": qr(one.url)} for one in invitations],
        "address": settings.PUBLIC_BASE_URL + reverse("invitation_code"),
    }
    data = render_pdf("print/invitation.html", context, language=first.person.language)
    name = first.username if len(invitations) == 1 else "invitations"
    response = show(data, f"sapat_{name}.pdf")
    response["Cache-Control"] = "no-store"
    return response


def review_paper(review: AccountReview, *, by=None, remarks: str = "", at=None) -> bytes:
    """The list of accounts as it is signed; with ``by`` it says who confirmed it and when."""
    language = Organisation.current().original_language
    with override(language):
        context = {
            "review": review,
            "title": review.headline,
            "rows": shown_rows(review),
            "remarks": remarks or review.remarks,
            "confirmed_by": by,
            "confirmed_at": at,
            "made_at": at or review.taken_at,
        }
        return render_pdf("print/accounts.html", context, language=language)


def shown_rows(review: AccountReview) -> list[dict]:
    """The rows of a list in the reader's language."""
    states = dict(Account.State.choices)
    return [
        row
        | {
            "positions": [str(TranslatedText(name)) for name in row["positions"]],
            "powers": [str(TranslatedText(name)) for name in row["powers"]],
            # Lists of before did not tell it.
            "acts": [_acts(acted) for acted in row.get("acts", [])],
            "state_word": states[row["state"]],
            "tone": TONES[row["state"]],
            "last": date_and_time(datetime.fromisoformat(row["last_login"]))
            if row["last_login"]
            else "",
            "blocked": numeric(date.fromisoformat(row["blocked_on"])) if row["blocked_on"] else "",
        }
        for row in review.rows
    ]


def _acts(acted: dict) -> str:
    """In whose place somebody acts, by the words of the reader."""
    return _("acts for %(name)s (%(position)s, order No. %(order)s)") % {
        "name": acted["for"],
        "position": TranslatedText(acted["position"]),
        "order": acted["order"],
    }
