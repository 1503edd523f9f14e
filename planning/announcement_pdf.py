"""The paper of an announcement: fit to hang on the board (004/5.5.3)."""

from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import override

from common.printing import render_pdf
from common.qr import qr
from planning.announcement_news import lines


def announcement_pdf(announcement, language: str) -> bytes:
    """In one language, with who sent it; what only top management reads is never on it."""
    address = urljoin(settings.PUBLIC_BASE_URL, announcement.get_absolute_url())
    with override(language):
        about = [one for one in announcement.about.with_things() if not one.is_restricted]
        context = {
            "title": announcement.in_language(announcement.title, language),
            "text": announcement.in_language(announcement.text, language),
            "announcement": announcement,
            "lines": [str(line) for line in lines(about)],
            "position": announcement.sent_as,
            "signer": announcement.sent_by.signature_name,
            "corrected": announcement.corrects,
            "made_at": announcement.sent_at,
            "address": address,
            "qr": qr(address),
        }
        return render_pdf("print/announcement.html", context, language=language)
