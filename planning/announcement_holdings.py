"""What the announcements hold about a person, and why a name may have to stay."""

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import date_and_time
from common.personal import Holding, collects, keeps
from planning.models import Announcement, AnnouncementReceipt


@collects
def announcements(person) -> list[Holding]:
    """Those written or sent, and those received with when they were opened."""
    written = Announcement.objects.filter(Q(author=person) | Q(sent_by=person))
    received = AnnouncementReceipt.objects.filter(person=person).select_related("announcement")
    return [
        Holding(
            _("Announcements written"),
            [_("Announcement"), _("Sent")],
            [[str(one), one.sent_at and date_and_time(one.sent_at) or ""] for one in written],
        ),
        Holding(
            _("Announcements received"),
            [_("Announcement"), _("Opened")],
            [
                [str(one.announcement), one.read_at and date_and_time(one.read_at) or ""]
                for one in received
            ],
        ),
    ]


@keeps
def senders_name(person) -> str:
    """What was sent keeps the name of who wrote and sent it."""
    sent = Announcement.objects.filter(Q(author=person) | Q(sent_by=person), sent_at__isnull=False)
    return _("Announcements that were sent name this person.") if sent.exists() else ""
