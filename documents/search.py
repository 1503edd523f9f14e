"""What of document control is found: documents by the text in force, versions by their own."""

import re
from collections.abc import Iterator
from html import unescape

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import Attachment
from common.models.translated import TranslatedText
from common.search import Card, follow, register
from common.search.files import attached, read_files_of
from common.search.kinds import NOW, PAST, WAY, Text
from common.search.synonyms import use_terms
from documents.models import (
    ChangeRequest,
    Document,
    DocumentVersion,
    Nomenclature,
    NomenclatureItem,
    Process,
    Standard,
    StandardClause,
    VersionText,
)
from documents.models.text import COUNTS
from people.models import Organisation

State = DocumentVersion.State
_ENDS = re.compile(r"</(?:p|h\d|li|td|th|tr|div|blockquote|table|ul|ol)>|<br[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
STAGES = {State.IN_FORCE: NOW, State.SUPERSEDED: PAST, State.WITHDRAWN: PAST}
#: Kinds of files whose words are not those of the text itself.
FILES = ("attachment", "scan")


def _version_state(state: str):
    from documents.views.document import NO_TEXT, TONES  # noqa: PLC0415 -- pages come later

    return (State(state).label, TONES[State(state)]) if state else (NO_TEXT, "grey")


# Documents and versions -----------------------------------------------------------------------


def _document(document: Document) -> Card:
    return Card(document.title, code=document.code, also=[document.aliases], stage=WAY)


def _fill_documents(found) -> None:
    """A document speaks by its version in force; what is on its way only lends its state."""
    rows = DocumentVersion.objects.filter(document__in=found).order_by("issue", "change")
    shown: dict[int, DocumentVersion] = {}
    for version in rows:
        before = shown.get(version.document_id)
        if before is None or before.state != State.IN_FORCE:
            shown[version.document_id] = version
    for key, version in shown.items():
        _tell_state(found[key][1], version)
    in_force = {v.pk: found[key][1] for key, v in shown.items() if v.state == State.IN_FORCE}
    _add_texts(in_force)


def _version(version: DocumentVersion) -> Card | None:
    """Versions in force are found as their documents."""
    if version.state == State.IN_FORCE:
        return None
    document = version.document
    code = f"{document.code} {version.issue}/{version.change}"
    return Card(document.title, code=code, also=[document.aliases], stage=WAY)


def _fill_versions(found) -> None:
    for version, card in found.values():
        _tell_state(card, version)
    _add_texts({key: card for key, (_version, card) in found.items()})


def _tell_state(card: Card, version: DocumentVersion) -> None:
    card.state, card.when = version.state, version.in_force_from
    card.stage = STAGES.get(State(version.state), WAY)


def _add_texts(cards: dict[int, Card]) -> None:
    """The texts of versions and the words inside their files."""
    rows = VersionText.objects.filter(COUNTS, version__in=cards)
    for text in rows.order_by("-is_original", "language"):
        cards[text.version_id].texts.append(Text(words_of(text.html), language=text.language))
    for key, files in attached(DocumentVersion, cards).items():
        cards[key].texts += [Text(file.blob.file_text.text, file=file.name) for file in files]


def words_of(html: str) -> str:
    """The words of a text that was sanitised when it was saved; quicker than reading its tree."""
    return unescape(_TAGS.sub("", _ENDS.sub("\n", html)))


def _records_of(version: int) -> list[tuple[str, int]]:
    documents = DocumentVersion.objects.filter(pk=version).values_list("document", flat=True)
    return [("version", version), *(("document", document) for document in documents)]


def _records_of_file(file: Attachment) -> list[tuple[str, int]]:
    kind = ContentType.objects.get_for_model(DocumentVersion)
    is_read = file.content_type_id == kind.pk and file.kind in FILES
    return _records_of(file.object_id) if is_read else []


def _versions_of(document: Document) -> Iterator[tuple[str, int]]:
    for key in document.versions.exclude(state=State.IN_FORCE).values_list("pk", flat=True):
        yield "version", key


register(
    "document",
    Document,
    label=_("Documents"),
    address="documents:document",
    card=_document,
    fill=_fill_documents,
    states=_version_state,
    order=10,
)
register(
    "version",
    DocumentVersion,
    label=_("Other versions of documents"),
    address="documents:version",
    card=_version,
    fill=_fill_versions,
    rows=lambda: DocumentVersion.objects.select_related("document"),
    states=_version_state,
    order=20,
)
follow(Document, _versions_of)
follow(DocumentVersion, lambda version: [("document", version.document_id)])
follow(VersionText, lambda text: _records_of(text.version_id))
follow(Attachment, _records_of_file)
read_files_of(DocumentVersion, kinds=FILES, whose=_records_of)


# Processes, change requests, cases --------------------------------------------------------------


def _process(process: Process) -> Card:
    criteria = [Text(words or "", language=code) for code, words in process.criteria.items()]
    stage = PAST if process.closed_on else NOW
    return Card(process.name, code=process.number, stage=stage, texts=criteria)


def _request(request: ChangeRequest) -> Card:
    said = (
        *(request.what, request.why, request.impact_system, request.impact_process),
        *(request.impact_organisation, request.resources, request.decision),
    )
    is_over = request.state in (ChangeRequest.State.REJECTED, ChangeRequest.State.DONE)
    return Card(
        f"{request.document.code} · {request.what[:160]}",
        state=request.state,
        stage=PAST if is_over else WAY,
        when=localdate(request.asked_at),
        texts=[Text("\n".join(filter(None, said)))],
    )


REQUEST_TONES = {"proposed": "blue", "accepted": "amber", "rejected": "red", "done": "green"}


def _case(item: NomenclatureItem) -> Card:
    year = item.nomenclature
    stages = {Nomenclature.State.APPROVED: NOW, Nomenclature.State.CLOSED: PAST}
    return Card(
        item.title,
        code=item.index,
        also=[item.article, *item.place.values(), str(year.year)],
        page=year.pk,
        state=year.state,
        stage=stages.get(Nomenclature.State(year.state), WAY),
    )


def _clause(clause: StandardClause) -> Card:
    title, standard = TranslatedText(clause.title), clause.standard
    name = TranslatedText(standard.designation)
    named = {c: f"{title.in_language(c)} · {name.in_language(c)}" for c in {*title, *name}}
    is_past = standard.valid_until is not None and standard.valid_until < localdate()
    return Card(
        TranslatedText(named),
        code=clause.number,
        also=[clause.reason],
        stage=PAST if is_past else NOW,
    )


register(
    "process", Process, label=_("Processes"), address="documents:process", card=_process, order=30
)
register(
    "change_request",
    ChangeRequest,
    label=_("Change requests"),
    address="documents:change_request",
    card=_request,
    rows=lambda: ChangeRequest.objects.select_related("document"),
    states=lambda state: (ChangeRequest.State(state).label, REQUEST_TONES[state]),
    order=40,
)
register(
    "case",
    NomenclatureItem,
    label=_("Cases of the nomenclature"),
    address="documents:nomenclature",
    card=_case,
    rows=lambda: NomenclatureItem.objects.select_related("nomenclature"),
    states=lambda state: (Nomenclature.State(state).label, "grey"),
    order=50,
)
register(
    "clause",
    StandardClause,
    label=_("Clauses of standards and rules"),
    address="documents:clause",
    card=_clause,
    rows=lambda: StandardClause.objects.select_related("standard"),
    order=60,
)
follow(
    Standard,
    lambda standard: [("clause", key) for key in standard.clauses.values_list("pk", flat=True)],
)
follow(
    Nomenclature,
    lambda year: [("case", key) for key in year.items.values_list("pk", flat=True)],
)
use_terms(lambda: Organisation.current().terms)
