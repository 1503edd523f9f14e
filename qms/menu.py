"""The menu, in the order of the work; a procedure that is not built yet has no entry."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add

add(
    Entry(10, _("Home"), "home", "home", "people.view_person", on_phone=True),
    Entry(20, _("My work"), "my_work", "list", "people.view_person", on_phone=True),
    Entry(
        30,
        _("Documents"),
        "documents:documents",
        "file-text",
        "documents.view_document",
        on_phone=True,
    ),
    Entry(
        40,
        _("Records"),
        "documents:nomenclatures",
        "archive",
        "documents.view_nomenclature",
        on_phone=True,
    ),
    Entry(50, _("People"), "people:people", "users", "people.view_person"),
    Entry(52, _("Substitutions"), "people:substitutions", "user-check", "people.view_substitution"),
    Entry(55, _("Personal data"), "people:data_requests", "lock", "people.keep_personal_data"),
    Entry(55, _("Accounts"), "people:accounts", "user-check", "people.view_account"),
    Entry(60, _("Journal"), "journal", "history", "common.view_journal"),
    Entry(65, _("Openings"), "openings", "eye", "common.view_openings"),
    Entry(70, _("Letters"), "letters", "mail", "common.view_letters"),
    Entry(75, _("Electronic signatures"), "people:signing", "signature", "people.view_signing"),
    Entry(80, _("Installation"), "installation", "settings", "common.view_installation"),
)
