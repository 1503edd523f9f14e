"""What the year holds: its announcements."""

from .announcement import Announcement
from .announcement_about import AnnouncementAbout
from .announcement_receipt import AnnouncementReceipt

__all__ = ["Announcement", "AnnouncementAbout", "AnnouncementReceipt"]
