"""Orders and memos in the menu."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

add(
    Entry(
        31,
        _("Orders"),
        "documents:orders",
        "file-certificate",
        "documents.view_order",
        under="documents:documents",
    ),
    Entry(
        31,
        _("Memos"),
        "documents:memos",
        "mail",
        "documents.view_memo",
        under="documents:documents",
    ),
)
offer(
    Entry(12, _("New order"), "documents:order_add", "plus", "documents.add_order"),
    Entry(14, _("New memo"), "documents:memo_add", "plus", "documents.add_memo"),
)
