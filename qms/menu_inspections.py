"""The menu of inspections: for who keeps them, and for the inspector who is a guest here."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add

add(
    Entry(
        5,
        _("Your inspection"),
        "documents:my_inspection",
        "home",
        "documents.view_own_inspection",
        on_phone=True,
    ),
    Entry(
        61,
        _("Inspections"),
        "documents:inspections",
        "shield-check",
        "documents.view_inspection",
        under="journal",
    ),
)
