"""Correspondence and papers of others in the menu, under the records."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

add(
    Entry(
        41,
        _("Correspondence"),
        "mail:incoming",
        "mail",
        "documents.view_correspondence",
        under="records:records",
    ),
    Entry(
        42,
        _("Papers of others"),
        "mail:held",
        "briefcase",
        "documents.view_heldpaper",
        under="records:records",
    ),
)
offer(Entry(15, _("Register a letter"), "mail:incoming_add", "mail", "documents.add_incoming"))
