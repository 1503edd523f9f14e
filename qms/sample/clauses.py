"""What the sample's documents stand behind: lively enough to read, with the gaps that there are."""

from documents.forms.library import places
from documents.models import ClauseLink, Document, StandardClause
from people.models import User

#: Document, edition, clause, and how the place in its text begins.
LINKS = [
    ("ДЖ-01", "iso-9001-2008", "4.2.3", ""),
    ("ДЖ-01", "iso-9001-2015", "7.5.2", "3."),
    ("ДЖ-01", "iso-9001-2015", "7.5.3.1", "4."),
    ("ДЖ-01", "iso-9001-2015", "7.5.3.2", "5."),
    ("ДЖ-01", "iso-9001-2015", "5.3", "2."),
    ("ДЖ-02", "iso-9001-2008", "4.2.4", ""),
    ("СС-01", "iso-9001-2015", "5.2.1", ""),
    ("СС-01", "iso-9001-2008", "5.3", ""),
    ("СС-01", "esg-2015", "3.1", ""),
    ("ЛЧА-01", "iso-9001-2008", "8.2.3", "II."),
    ("ЛЧА-01", "iso-9001-2015", "9.1.3", "III."),
    ("ЛЧА-01", "iso-9001-2015", "10.3", "IV."),
    ("ЛЧА-01", "esg-2015", "3.6", ""),
    ("ЛЧА-01", "reg-000", "1.1", ""),
    ("РИ-05", "iso-9001-2015", "7.4", ""),
    ("ПК-04", "iso-9001-2015", "8.1", ""),
]
NOT_APPLIED = (
    "iso-9001-2015",
    "7.1.5.2",
    "Өлчөө аспаптары колдонулбайт: баалоо документтер жана маектешүүлөр боюнча жүргүзүлөт.",
)


def link_clauses(by: User) -> None:
    """The manager links the documents to clauses, and says which clause does not concern us."""
    for code, standard, number, begins in LINKS:
        document = Document.objects.get(code=code)
        version = document.version_in_force()
        text = version and version.text_in("ky")
        found = places(text.html) if text and begins else []
        block, place = next(((b, w) for b, w in found if w.startswith(begins)), ("", ""))
        ClauseLink.objects.link(
            StandardClause.objects.get(standard__code=standard, number=number),
            document,
            by=by,
            block=block,
            language="ky",
            place=place,
        )
    standard, number, reason = NOT_APPLIED
    clause = StandardClause.objects.get(standard__code=standard, number=number)
    clause.decide(by=by, applies=False, reason=reason)
