"""The signed papers of document control: versions of documents and the nomenclature (7.3.6)."""

from django.utils.translation import gettext as _

from common.dates import in_one_line, long_date
from documents.models import DocumentVersion, Nomenclature
from documents.models.type import Access
from documents.models.version import PUBLISHED
from documents.nomenclature_pdf import nomenclature_pdf
from documents.pdf import signed_title, version_pdf, worded_in
from documents.signables import Paper, Verdict, register
from documents.stamps import words_in


def judge_nomenclature(nomenclature: Nomenclature) -> Verdict:
    if nomenclature.state == "closed":
        return Verdict(
            "amber",
            "archive",
            _("Genuine. The year %(year)s is closed.") % {"year": nomenclature.year},
        )
    return Verdict(
        "green",
        "circle-check",
        _("Genuine. Approved for the year %(year)s.") % {"year": nomenclature.year},
    )


def judge_version(version: DocumentVersion) -> Verdict:
    since = {"date": in_one_line(long_date(version.in_force_from)) if version.in_force_from else ""}
    if version.state == "in_force":
        words = _("Genuine. In force since %(date)s.") % since
        return Verdict("green", "circle-check", words)
    if version.state == "approved":
        words = _("Genuine. Approved, comes into force on %(date)s.") % since
        return Verdict("blue", "clock", words, _("Until that day the version before it holds."))
    ended = {"date": in_one_line(long_date(version.ended_on)) if version.ended_on else "—"}
    if version.state == "withdrawn":
        words = _("Genuine, but no longer in force: withdrawn on %(date)s.") % ended
        return Verdict("amber", "alert-triangle", words)
    later = (
        version.document.versions.filter(state__in=PUBLISHED, in_force_from=version.ended_on)
        .exclude(pk=version.pk)
        .order_by("-issue", "-change")
        .first()
    )
    words = _("Genuine, but no longer in force: superseded on %(date)s.") % ended
    meaning = (
        _("Issue %(issue)s, change %(change)s took its place.")
        % {"issue": later.issue, "change": later.change}
        if later
        else ""
    )
    return Verdict("amber", "alert-triangle", words, meaning)


def version_identity(version: DocumentVersion, language: str) -> list[tuple[str, str]]:
    """Code and numbers; the title where strangers may know it."""
    is_hidden = _is_closed(version) or version.approved_at is None
    return [
        (_("Code"), version.document.code),
        (_("Title"), "" if is_hidden else words_in(signed_title(version), language)),
        (_("Issue"), str(version.issue)),
        (_("Change"), str(version.change)),
    ]


def _is_closed(version: DocumentVersion) -> bool:
    """What only top management reads is not told to strangers."""
    return version.document.access == Access.TOP


def _versions(versions):
    versions = versions.select_related("document__type", "document__basis")
    return versions.order_by("document__sorted_as", "pk")


register(
    Paper(
        DocumentVersion,
        pdf=version_pdf,
        languages=lambda version: [text.language for text in version.texts_that_count()],
        stem=lambda version: f"{version.document.code}_{version.issue}-{version.change}",
        judge=judge_version,
        identity=version_identity,
        is_closed=_is_closed,
        rows=_versions,
    )
)
register(
    Paper(
        Nomenclature,
        pdf=nomenclature_pdf,
        languages=lambda year: worded_in(item.title for item in year.items.all()),
        stem=lambda year: f"nomenclature_{year.year}",
        judge=judge_nomenclature,
        identity=lambda year, language: [(_("Document"), str(year))],
        rows=lambda years: years.prefetch_related("items"),
    )
)
