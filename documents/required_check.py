"""Whether every required document is there, in force, or still missing (004/4.2.1; 003/5.4.3).

Where each unit or each position must have its own, every one of them is a line: a unit without a
regulation and a position without an instruction stand out.
"""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.evidence import newest_standing, standing
from documents.models import Document, DocumentVersion, Nomenclature, RequiredDocument
from people.models import Position, Unit

THERE, UNREADY, MISSING = "there", "unready", "missing"
TONES = {THERE: "green", UNREADY: "amber", MISSING: "red"}
LABELS = {
    THERE: _("In force"),
    UNREADY: _("Not in force"),
    MISSING: pgettext_lazy("required document", "Missing"),
}
ON_WAY = ("agreeing", "approving", "approved")


@dataclass
class Checked:
    """One required document, or one of those that each unit or position must have."""

    required: RequiredDocument
    about: Unit | Position | None
    state: str
    words: str
    document: Document | Nomenclature | None = None
    is_shown: bool = False
    add_url: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def number(self) -> str:
        return self.required.number

    @property
    def code(self) -> str:
        """The code of what is there, for who may read it."""
        if not self.is_shown or self.document is None:
            return ""
        return getattr(self.document, "code", "") or str(self.document)

    @property
    def title(self) -> str:
        about = f" – {self.about}" if self.about else ""
        return f"{self.required.title}{about}"


def check(user) -> list[Checked]:
    """Every line of the list as it stands today; what the reader may not read is not named.

    Only its state is told, to those who answer for the whole list.
    """
    rows = list(RequiredDocument.objects.visible_to(user).for_list())
    types = {row.type_id for row in rows if row.type_id}
    codes = {row.document_code for row in rows if row.document_code}
    found = Document.objects.filter(type__in=types) | Document.objects.filter(code__in=codes)
    documents = list(found.distinct())
    shown = set(
        Document.objects.visible_to(user)
        .filter(pk__in=[d.pk for d in documents])
        .values_list("pk", flat=True)
    )
    states = newest_standing([document.pk for document in documents])
    by_type, by_code = defaultdict(list), {}
    for document in documents:
        by_type[document.type_id].append(document)
        by_code[document.code] = document
    units = list(Unit.objects.in_use()) if any(row.per == "unit" for row in rows) else []
    posts = list(Position.objects.in_use()) if any(row.per == "position" for row in rows) else []
    may_add = user.has_perm("documents.add_document")
    lines = []
    for row in rows:
        if row.per == RequiredDocument.Per.NOMENCLATURE:
            lines.append(_nomenclature(row, user))
            continue
        if row.document_code:
            candidates = [by_code[row.document_code]] if row.document_code in by_code else []
        else:
            candidates = by_type[row.type_id]
        for about, field in _each(row, units, posts):
            fitting = [d for d in candidates if not about or getattr(d, field) == about.pk]
            line = _line(row, about, fitting, states, shown)
            if may_add and line.state == MISSING and row.type_id:
                line.add_url = add_url(row, about)
            lines.append(line)
    return lines


def _each(row, units, posts) -> list[tuple]:
    if row.per == RequiredDocument.Per.UNIT:
        return [(unit, "unit_id") for unit in units]
    if row.per == RequiredDocument.Per.POSITION:
        return [(post, "position_id") for post in posts]
    return [(None, "")]


def _line(row, about, documents, states, shown) -> Checked:
    """The best of the documents that fit: in force before on its way, that before what is over."""
    best: tuple[int, Document] | None = None
    for document in documents:
        rank = _rank(*states.get(document.pk, ("", None)))
        if best is None or rank > best[0]:
            best = (rank, document)
    if best is None:
        return Checked(row, about, MISSING, str(LABELS[MISSING]))
    rank, document = best
    _counts, words, _tone = standing(*states.get(document.pk, ("", None)))
    state = THERE if rank == 4 else UNREADY
    return Checked(row, about, state, words, document, document.pk in shown)


def _nomenclature(row, user) -> Checked:
    """The list of cases of this year (004/4.2.1)."""
    this = Nomenclature.objects.filter(year=localdate().year).first()
    if this is None:
        return Checked(row, None, MISSING, str(LABELS[MISSING]))
    is_shown = Nomenclature.objects.visible_to(user).filter(pk=this.pk).exists()
    state = THERE if this.state == Nomenclature.State.APPROVED else UNREADY
    return Checked(row, None, state, this.get_state_display(), this, is_shown)


def _rank(state: str, until) -> int:
    if standing(state, until)[0]:
        return 4
    if state in ON_WAY:
        return 3
    if state == DocumentVersion.State.IN_FORCE:  # its term is over
        return 2
    return 1 if state in ("draft", "") else 0


def add_url(row: RequiredDocument, about=None) -> str:
    """The form of a new document, with what the list knows of it."""
    known = {"type": row.type_id} | _titles(row, about)
    if row.document_code:
        known["code"] = row.document_code
    if about is not None:
        known[row.per] = about.pk
    return f"{reverse('documents:document_add')}?{urlencode(known)}"


def _titles(row: RequiredDocument, about) -> dict[str, str]:
    """The title in each language that it is known in, for the form."""
    found = {}
    for code, key in (("ky", "title"), ("ru", "title_ru"), ("en", "title_en")):
        title = row.title.get(code, "")
        name = about.name.get(code, "") if about is not None else ""
        if title and (name or about is None):
            found[key] = f"{title}: {name}" if name else title
    return found


def counts(lines: list[Checked]) -> dict[str, int]:
    """How many there are of each state."""
    found = dict.fromkeys(LABELS, 0)
    for line in lines:
        found[line.state] += 1
    return found
