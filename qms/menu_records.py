"""The part of the menu that leads to the archive (DP-02)."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

add(
    Entry(
        40,
        _("Records"),
        "records:records",
        "archive",
        "documents.view_record",
    ),
    Entry(
        41,
        _("Nomenclature of files"),
        "documents:nomenclatures",
        "list-check",
        "documents.view_nomenclature",
        under="records:records",
    ),
    Entry(
        41,
        _("Quality materials"),
        "records:materials",
        "paperclip",
        "documents.view_material",
        under="records:records",
    ),
    Entry(
        42,
        _("Fund of information"),
        "records:fund",
        "chart-bar",
        "documents.view_funditem",
        under="records:records",
    ),
    Entry(
        43,
        _("Terms that are over"),
        "records:expiring",
        "hourglass",
        "documents.view_expiring",
        under="records:records",
    ),
    Entry(
        43,
        _("Disposal"),
        "records:disposals",
        "trash",
        "documents.view_disposalacts",
        under="records:records",
    ),
    Entry(
        44,
        _("Holds"),
        "records:holds",
        "lock",
        "documents.view_hold",
        under="records:records",
    ),
)
offer(Entry(35, _("New record"), "records:record_add", "plus", "documents.add_record"))
