"""The menu, in the order of the work; a procedure that is not built yet has no entry."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

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
    Entry(
        51,
        _("Accounts"),
        "people:accounts",
        "user-check",
        "people.view_account",
        under="people:people",
    ),
    Entry(
        52,
        _("Substitutions"),
        "people:substitutions",
        "arrow-forward-up",
        "people.view_substitution",
        under="people:people",
    ),
    Entry(
        53,
        _("Electronic signatures"),
        "people:signing",
        "signature",
        "people.view_signing",
        under="people:people",
    ),
    Entry(
        54,
        _("Personal data"),
        "people:data_requests",
        "lock",
        "people.keep_personal_data",
        under="people:people",
    ),
    Entry(60, _("Journal"), "journal", "history", "common.view_journal"),
    Entry(61, _("Openings"), "openings", "eye", "common.view_openings", under="journal"),
    Entry(80, _("Installation"), "installation", "settings", "common.view_installation"),
    Entry(81, _("Letters"), "letters", "mail", "common.view_letters", under="installation"),
    Entry(
        82,
        _("Organisation"),
        "people:organisation",
        "building",
        "people.change_organisation",
        under="installation",
    ),
    Entry(
        83,
        _("Second factor"),
        "people:require_factors",
        "shield-check",
        "people.require_factors",
        under="installation",
    ),
)

offer(
    Entry(10, _("New document"), "documents:document_add", "plus", "documents.add_document"),
    Entry(
        20,
        _("Import of documents in force"),
        "documents:papers_upload",
        "upload",
        "documents.import_papers",
    ),
    Entry(40, _("Add a person"), "people:person_add", "plus", "people.add_person"),
    Entry(
        50, _("Enter a substitution"), "people:substitution_add", "plus", "people.add_substitution"
    ),
)
