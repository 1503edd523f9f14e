"""The letters of announcements."""

from common.models import Attachment
from common.notices import Draft, after
from planning.announcement_news import lines
from planning.models import Announcement
from planning.models.announcement_receipt import TEMPLATE, occasion_of


def announcement_context(announcement) -> dict:
    """What the letter holds besides its reader; fetched once for all of them."""
    about = [one for one in announcement.about.with_things() if not one.is_restricted]
    return {
        "announcement": announcement,
        "lines": lines(about),
        "files": [file.name for file in Attachment.objects.of(announcement)],
        "corrected": announcement.corrects,
    }


def announcement_letter(announcement, person, context) -> Draft:
    """The letter as this person gets it."""
    url = announcement.get_absolute_url()
    return Draft(person, TEMPLATE, context, occasion=occasion_of(announcement), url=url)


@after(Announcement, "announce")
def announced(entry):
    """Everybody it was sent to, each once, in their own language (004/5.5.3)."""
    announcement = entry.object
    if announcement.state == Announcement.State.CORRECTED:
        return  # what corrects it tells them
    context = announcement_context(announcement)
    for receipt in announcement.receipts.select_related("person"):
        yield announcement_letter(announcement, receipt.person, context)
