"""The agreement sheets against the journal: what was signed and decided stands as it was.

The row of each deed names what came of it: the digest of the frozen manifest, of each signature
and of each answer without one. Here every one of them must still be there, recompute to its
digest, and stand at its line; and nothing may be there that no row names (004/7.3.6, 7.5.5).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_noop

from common.dates import date_and_time
from common.models import JournalEntry
from common.models.journal import digest
from common.trail import Found, Tell, also, silent
from documents.models import ApprovalSheet, SheetLine, Signature
from documents.models.signable import Signable

BATCH = 300
BEGINS = ["send", "enter"]
TOLD = [
    *(*BEGINS, "agree", "sign", "enter_signature", "approve"),
    *("record_decision", "send_back", "refuse", "recall"),
]
ENDS = {
    "approve": ApprovalSheet.Outcome.APPROVED,
    "enter": ApprovalSheet.Outcome.APPROVED,
    "send_back": ApprovalSheet.Outcome.RETURNED,
    "refuse": ApprovalSheet.Outcome.RETURNED,
    "recall": ApprovalSheet.Outcome.RETURNED,
}
DECIDED = {"record_decision", "enter", "enter_signature", "send_back", "refuse"}
SIGNED = {"agree", "sign", "enter_signature"}  # where nobody approves, the last ends its round

GONE = gettext_noop(
    "The signature of %(who)s under “%(paper)s” is missing: row %(row)s of the journal (%(when)s) "
    "names it."
)
ALTERED = gettext_noop("The signature of %(who)s under “%(paper)s” was altered.")
PUT_IN = gettext_noop(
    "The signature of %(who)s under “%(paper)s” was put in without a deed: no row of the journal "
    "names it."
)
MISPLACED = gettext_noop(
    "The signature of %(who)s under “%(paper)s” does not fit its line of the agreement sheet: "
    "the line was altered."
)
LINE_ALTERED = gettext_noop(
    "In the agreement sheet of “%(paper)s” the answer “%(line)s” is not the one of the deed."
)
LINE_GONE = gettext_noop("The agreement sheet of “%(paper)s” lacks lines: %(count)s.")
SHEET_ALTERED = gettext_noop(
    "The agreement sheet of “%(paper)s” was altered: it is not about what was sent."
)
OUTCOME_ALTERED = gettext_noop(
    "The agreement sheet of “%(paper)s” was altered: it did not end so by any deed."
)
SHEET_GONE = gettext_noop(
    "The agreement sheet of “%(paper)s” is missing: row %(row)s of the journal (%(when)s) began it."
)


class Sheets:
    """The agreement sheets of one paper, and the journal's rows about them, oldest first."""

    def __init__(self, paper: dict, entries: list[dict], sheets: list[ApprovalSheet]):
        self.paper, self.entries, self.sheets = paper, entries, sheets
        self.lines = [line for sheet in sheets for line in sheet.lines.all()]
        self.lacking: set[int] = set()  # lines whose signature is told of already

    def faults(self) -> Iterator[Found]:
        """All that is not as the journal says."""
        yield from self._manifests()
        yield from self._signatures()
        yield from self._answers()

    def _found(self, text: str, **values) -> Found:
        return Found(text, {"paper": self.paper, **values})

    def _row(self, entry: dict) -> dict[str, Any]:
        return {"row": entry["number"], "when": date_and_time(entry["at"])}

    def _manifests(self) -> Iterator[Found]:
        """Each round is about what its deed sent, and asks as many as it asked."""
        begun = [entry for entry in self.entries if "manifest" in entry["details"]]
        for sheet in self.sheets:
            said = (e for e in begun if e["details"]["manifest"] == sheet.manifest_hash)
            entry = next(said, None)
            if entry is None or digest(sheet.manifest) != sheet.manifest_hash:
                yield self._found(SHEET_ALTERED)
                begun = begun[1:] if entry is None else begun
            if entry is not None:
                begun.remove(entry)
                lacking = entry["details"].get("asks", 0) - len(sheet.lines.all())
                if lacking > 0:
                    yield self._found(LINE_GONE, count=lacking)
                if sheet.outcome != self._ended(entry):
                    yield self._found(OUTCOME_ALTERED)
        for entry in begun:
            yield self._found(SHEET_GONE, **self._row(entry))

    def _ended(self, begun: dict) -> str:
        """How a round ended, by the deeds between its beginning and the next."""
        place = self.entries.index(begun)
        for entry in self.entries[place:]:
            if entry is not begun and entry["deed"] in BEGINS:
                break
            if entry["deed"] in ENDS:
                return ENDS[entry["deed"]]
            if entry["deed"] in SIGNED and entry["details"].get("to") == "approved":
                return ApprovalSheet.Outcome.APPROVED
        return ApprovalSheet.Outcome.RUNNING

    def _signatures(self) -> Iterator[Found]:
        named: dict[str, list[dict]] = defaultdict(list)
        for entry in self.entries:
            for one in entry["details"].get("signatures", ()):
                named[one].append(entry)
        strange = []
        for line in self.lines:
            signature = signature_of(line)
            if signature is None:
                continue
            told, computed = signature.digest, signature.computed_digest()
            key = next((one for one in (told, computed) if named[one]), None)
            if key is None:
                strange.append(signature)
                continue
            named[key].pop(0)
            if not told == computed == key:
                yield self._found(ALTERED, who=_person(signature.person_id))
            elif not signature.fits_its_line():
                yield self._found(MISPLACED, who=_person(signature.person_id))
        yield from self._left([e for entries in named.values() for e in entries], strange)

    def _left(self, entries: list[dict], strange: list[Signature]) -> Iterator[Found]:
        """Signatures without a row, rows without a signature: of one person, it was altered."""
        for entry in sorted(entries, key=lambda entry: entry["number"]):
            person = entry["user__person_id"]
            same = next((s for s in strange if s.person_id == person), None)
            if same is not None:
                strange.remove(same)
                yield self._found(ALTERED, who=_person(person))
                continue
            bare = (line for line in self.lines if line.decided_by_id == person)
            self.lacking |= {line.pk for line in bare if signature_of(line) is None}
            yield self._found(GONE, who=_person(person), **self._row(entry))
        for signature in strange:
            yield self._found(PUT_IN, who=_person(signature.person_id))

    def _answers(self) -> Iterator[Found]:
        """Answers without a signature: of bodies, on paper, and remarks."""
        deeds = [entry for entry in self.entries if entry["deed"] in DECIDED]
        named = [one for entry in deeds for one in entry["details"].get("lines", ())]
        before = [entry for entry in deeds if "lines" not in entry["details"]]
        wrong = 0
        for line in self.lines:
            waits = line.decision == SheetLine.Decision.WAITING
            if waits or line.pk in self.lacking or signature_of(line) is not None:
                continue
            computed = line.computed_digest()
            if computed in named:
                named.remove(computed)
            elif not any(_agrees(line, entry) for entry in before):
                wrong += 1
                answer = {"model": "documents.sheetline", "pk": line.pk}
                yield self._found(LINE_ALTERED, line=answer)
        if len(named) > wrong:
            yield self._found(LINE_GONE, count=len(named) - wrong)


def _person(pk: int | None) -> dict:
    return {"model": "people.person", "pk": pk}


def signature_of(line: SheetLine) -> Signature | None:
    """The signature at a line, where there is one."""
    return getattr(line, "signature", None)


def _agrees(line: SheetLine, entry: dict) -> bool:
    """Whether an answer is that of a deed of before the digests of answers."""
    if line.decided_by_id != entry["user__person_id"]:
        return False
    details = entry["details"]
    if entry["deed"] == "record_decision":
        day = line.date and line.date.isoformat()
        return (line.number, day) == (details.get("number"), details.get("date"))
    if entry["deed"] == "enter":
        return line.on_paper and (line.kind != "approve" or line.number == details.get("order"))
    return line.decision == SheetLine.Decision.RETURNED


# Reading ------------------------------------------------------------------------------------


def _read(kind: ContentType, ids: Iterable[int]) -> dict[int, Sheets]:
    """Some papers of one kind with all that is compared; so many queries whatever their number."""
    rows = JournalEntry.objects.filter(content_type=kind, object_id__in=ids, deed__in=TOLD)
    told = ["object_id", "number", "at", "deed", "details", "user__person_id"]
    entries: dict[int, list[dict]] = defaultdict(list)
    for entry in rows.order_by("number").values(*told):
        entries[entry["object_id"]].append(entry)
    sheets: dict[int, list[ApprovalSheet]] = defaultdict(list)
    for sheet in _with_lines(ApprovalSheet.objects.filter(content_type=kind, object_id__in=ids)):
        sheets[sheet.object_id].append(sheet)
    model = f"{kind.app_label}.{kind.model}"
    return {pk: Sheets({"model": model, "pk": pk}, entries[pk], sheets[pk]) for pk in ids}


def _with_lines(sheets):
    lines = SheetLine.objects.select_related("decided_by", "signature__person")
    return sheets.order_by("round").prefetch_related(Prefetch("lines", lines))


def standing(subject, sheet: ApprovalSheet) -> Sheets:
    """One paper with the round that speaks for it, for who looks at this paper alone."""
    kind = ContentType.objects.get_for_model(subject)
    found = _read(kind, [subject.pk])[subject.pk]
    last = max((n for n, e in enumerate(found.entries) if e["deed"] in BEGINS), default=0)
    sheets = [one for one in found.sheets if one.pk == sheet.pk]
    return Sheets(found.paper, found.entries[last:], sheets)


# The check ----------------------------------------------------------------------------------


@also
def faults(*, tell: Tell = silent) -> Iterator[Found]:
    """Every fault of every agreement sheet; memory stays flat however many there are."""
    total, done = ApprovalSheet.objects.count(), 0
    for kind in _kinds():
        for ids in _papers(kind):
            for pk, sheets in _read(kind, ids).items():
                done += len(sheets.sheets)
                if any(True for _found in sheets.faults()):
                    yield from _settled(kind, pk)
            tell(min(done, total), total)


def _kinds() -> list[ContentType]:
    """What is signed, and whatever a sheet says it is about."""
    signed = [model for model in apps.get_models() if issubclass(model, Signable)]
    kinds = {kind.pk for kind in ContentType.objects.get_for_models(*signed).values()}
    told = JournalEntry.objects.filter(content_type__in=kinds, deed__in=TOLD)
    found: set[int] = set()
    for rows in (told, ApprovalSheet.objects):
        found |= {*rows.order_by().values_list("content_type", flat=True).distinct()}
    return [ContentType.objects.get_for_id(pk) for pk in sorted(found)]


def _papers(kind: ContentType) -> Iterator[list[int]]:
    """The keys of papers that the journal speaks of or that have a sheet, so many at a time."""
    rows = JournalEntry.objects.filter(content_type=kind, deed__in=TOLD)
    sources = [rows, ApprovalSheet.objects.filter(content_type=kind)]
    last = -1
    while True:
        found: set[int] = set()
        for source in sources:
            keys = source.filter(object_id__gt=last).order_by("object_id")
            found |= {*keys.values_list("object_id", flat=True).distinct()[:BATCH]}
        if not found:
            return
        ids = sorted(found)[:BATCH]
        yield ids
        last = ids[-1]


def _settled(kind: ContentType, pk: int) -> list[Found]:
    """The second look, with the paper held: no deed on it is half done now."""
    with transaction.atomic():
        model = kind.model_class()
        if model is not None:
            model._base_manager.select_for_update().filter(pk=pk).first()
        return list(_read(kind, [pk])[pk].faults())
