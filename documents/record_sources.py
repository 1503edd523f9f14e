"""What is signed here becomes a record of its case without being typed again (004/4.2.4).

Each procedure registers its kinds of paper: a version of a document, a nomenclature, an order, a
protocol. The case is the one of its year that takes papers of its kind.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import Attachment, deed
from common.models import record as journal
from documents.models import (
    DocumentVersion,
    Nomenclature,
    NomenclatureItem,
    Record,
    RecordAccess,
    RecordState,
)
from documents.models.record_keeping import CONTENT
from documents.models.signature_file import PAPER

#: Files of a signed paper that make up its record.
SIGNED = (PAPER, "scan", "signature")


def _nobody(paper) -> str:
    return RecordAccess.STAFF


@dataclass(frozen=True)
class Source:
    """One kind of signed paper: when it is fit, and what of it the record says.

    ``kind`` is the code by which the nomenclature says what lies in a case (``document_types`` of
    the profile, kept from year to year). ``index`` names the case itself, where papers of one kind
    lie in several.
    """

    model: Any
    label: Any
    kind: Callable[[Any], str]
    title: Callable[[Any], str]
    day: Callable[[Any], date]
    is_signed: Callable[[Any], bool]
    proves: Callable[[Any], dict[str, Any]]
    access: Callable[[Any], str] = _nobody
    files: Callable[[Any], Iterable[Attachment]] = lambda paper: signed_files(paper)
    index: Callable[[Any], str] = lambda paper: ""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let signed papers of a model become records."""
    _sources[source.model._meta.label_lower] = source


def source_of(paper: Any) -> Source | None:
    """How a paper becomes a record, where its kind does."""
    return _sources.get(paper._meta.label_lower)


def model_of(label: str) -> Any:
    """The model of a registered kind by its label."""
    found = _sources.get(label)
    return found.model if found else None


def signed_files(paper: Any) -> Iterable[Attachment]:
    """Its kept papers, scans and signature files."""
    return Attachment.objects.of(paper).filter(kind__in=SIGNED)


def record_of(paper: Any) -> Record | None:
    """The record that was made of a paper."""
    kind = ContentType.objects.get_for_model(paper)
    rows = Record.objects.filter(source_type=kind, source_id=paper.pk)
    return rows.exclude(state=RecordState.DROPPED).first()


def may_put(user, paper: Any) -> bool:
    """Its author, and whoever keeps the archive."""
    keeps = user.powers & {"nomenclature.keep", "documents.manage"}
    return bool(keeps) or paper.author_id == user.person_id


def day_of(paper: Any) -> date:
    """The day of the record that a paper becomes."""
    source = source_of(paper)
    return min(source.day(paper), localdate()) if source else localdate()


def case_of(paper: Any) -> NomenclatureItem | None:
    """The case of its kind in the year of its day."""
    source = source_of(paper)
    if source is None:
        return None
    year, kind = day_of(paper).year, source.kind(paper)
    rows = NomenclatureItem.objects.filter(
        nomenclature__state="approved", nomenclature__year=year
    ).select_related("nomenclature")
    if index := source.index(paper):
        return rows.filter(index=index).first()
    return next((case for case in rows.order_by("sorted_as", "pk") if kind in case.kinds), None)


def make_record(paper: Any, *, by, case: NomenclatureItem) -> Record:
    """The record of a signed paper: closed at once, with the very files that were signed."""
    source = source_of(paper)
    if source is None or not source.is_signed(paper):
        raise ValidationError(_("Only what is signed becomes a record."))
    with deed(by=by):
        if record_of(paper):
            raise ValidationError(_("There is a record of this paper already."))
        kept = Record(
            case=case,
            title=source.title(paper)[:300],
            author=paper.author,
            date=day_of(paper),
            access=source.access(paper),
            source=paper,
            **source.proves(paper),
        )
        kept.full_clean()
        kept.save()
        for file in source.files(paper):
            Attachment.objects.create(
                owner=kept,
                blob=file.blob,
                name=file.name,
                kind=CONTENT,
                language=file.language,
                added_by=by,
            )
        journal(kept, "create", by=by, source=f"{paper._meta.label_lower}:{paper.pk}")
        kept.close(by=by)
    return kept


def _approved_on(paper) -> date:
    return paper.order_date or localdate(paper.approved_at)


register(
    Source(
        Nomenclature,
        _("Nomenclature of files"),
        kind=lambda paper: "nomenclature",
        title=str,
        day=_approved_on,
        is_signed=lambda paper: paper.state in ("approved", "closed"),
        proves=lambda paper: {"proves": str(_("Approval of the nomenclature of files"))},
    )
)
register(
    Source(
        DocumentVersion,
        _("Version of a document"),
        kind=lambda version: version.document.type.code,
        title=lambda version: version.headline,
        day=_approved_on,
        is_signed=lambda version: (
            version.approved_at is not None
            and not version.is_external
            and not version.is_restricted
        ),
        proves=lambda version: {"document": version.document},
    )
)
