"""What of documents anyone may read without signing in: the public ones in force (004/5.3, 5.5.1).

Never a draft, never what staff or top management alone may read. What was superseded is shown
only at its own address; what was withdrawn is not shown.
"""

from documents.models import Access, DocumentType, DocumentVersion
from documents.models.version import PUBLISHED
from documents.proof import doubt
from documents.stamps import standing_sheet


def shown():
    """Public versions in force today, with all that a line of a list shows."""
    versions = DocumentVersion.objects.in_force().filter(document__access=Access.PUBLIC)
    return versions.select_related("document__type").order_by(
        "document__type__order", "document__sorted_as", "pk"
    )


def policies():
    """Policies in force: what their type takes into account makes them so."""
    types = [kind.pk for kind in DocumentType.objects.all() if kind.is_policy]
    return shown().filter(document__type__in=types)


def earlier(document) -> list[DocumentVersion]:
    """Versions that were superseded, of those signed as public; the newest first."""
    rows = document.versions.filter(state="superseded").select_related("document")
    return [version for version in rows.order_by("-issue", "-change") if was_public(version)]


def was_public(version) -> bool:
    """Whether it was for everyone already when it was signed."""
    sheet = standing_sheet(version)
    return sheet is not None and sheet.manifest.get("access") == Access.PUBLIC


def by_token(token: str) -> DocumentVersion | None:
    """A version that is or was published, by its public address; else nothing at all."""
    version = (
        DocumentVersion.objects.filter(
            token=token,
            document__access=Access.PUBLIC,
            state__in=PUBLISHED,
        )
        .select_related("document__type", "document__basis")
        .first()
    )
    if version is None or (version.state != "in_force" and not was_public(version)):
        return None
    return version


def is_whole(version) -> bool:
    """Nothing is published whose text is not the one that was signed."""
    return doubt(version) is None
