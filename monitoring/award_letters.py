"""Letters of thanks (ыраазычылык), to be signed and framed: printed when the order is (000/2.3)."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import attributive
from common.printing import render_pdf
from documents.stamps import stamps, words_in
from people.models import Organisation

LANGUAGES = ("ky", "ru")


def letters_of(campaign):
    """The letters of thanks of a campaign, in the order of the participants."""
    rows = campaign.awards.filter(kind="commendation")
    return rows.select_related("participant", "campaign__award_order")


def letters_pdf(campaign, awards, language: str) -> bytes:
    """A letter a page, in one language; the number and the date of the order stand on each."""
    order = campaign.award_order
    organisation = Organisation.current()
    with translation.override(language):
        _agreed, approved = stamps(order, language, electronic=False)
        signer = approved[0] if approved else None
        context = {
            "organisation": organisation,
            "org_name": words_in(organisation.name, language),
            "place": words_in(organisation.place, language),
            "title": _("Letter of thanks"),
            "made_at": order.approved_at,
            "year": order.order_date.year,
            "campaign": words_in(campaign.title, language),
            "order_words": pgettext("stamp", "Order No. %(number)s %(of_date)s")
            % {
                "number": order.order_number,
                "of_date": attributive(order.order_date, language),
            },
            "signer": signer,
            "letters": [
                {
                    "name": words_in(one.participant.name, language),
                    "post": words_in(one.participant.detail, language),
                    "ground": one.ground.rstrip(". "),
                }
                for one in awards
            ],
        }
        return render_pdf("print/commendations.html", context, language=language)
