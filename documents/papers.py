"""The list of documents in force: its columns, and what would become of each of its rows."""

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import numeric
from common.importing import NEW, SAME, Fate, Plan
from common.lookalikes import clean_code, skeleton
from common.models import TranslatedText
from common.sheets import Line, Sheet
from common.text import fold
from documents.models import Document, DocumentType, DocumentVersion, PaperImport
from documents.models.type import Access
from documents.models.version import PUBLISHED
from documents.paper_fields import FIELDS
from documents.paper_files import key_of
from people.models import Body, Organisation, Position

LONGEST = {
    "code": 60,
    "title_ky": 300,
    "title_ru": 300,
    "title_en": 300,
    "basis": 300,
    "protocol_number": 40,
    "approver_name": 200,
    "approver_position": 200,
    "order_number": 40,
}
ON_ITS_WAY = ("draft", "agreeing", "approving", "approved")


def named(model) -> dict[str, set]:
    """The rows of a register by code and by every name, folded."""
    found: dict[str, set] = {}
    for row in model.objects.all():
        for word in {fold(row.code), *map(fold, TranslatedText(row.name).values())}:
            found.setdefault(word, set()).add(row)
    return found


class Known:
    """All that rows are compared with, read once for the whole list."""

    def __init__(self, found: PaperImport, lines: list[Line], user) -> None:
        self.files, self.today = found.files, localdate()
        self.original = Organisation.current().original_language
        self.codes = {clean_code(line.text("code")) for line in lines}
        self.documents = {d.code: d for d in Document.objects.filter(code__in=self.codes)}
        self.alike = {
            skeleton(code): code for code in Document.objects.values_list("code", flat=True)
        }
        visible = Document.objects.visible_to(user)
        self.visible = set(visible.values_list("code", flat=True))
        self.versions: dict[str, list[DocumentVersion]] = {}
        versions = DocumentVersion.objects.filter(document__code__in=self.codes)
        for version in versions.select_related("document"):
            self.versions.setdefault(version.document.code, []).append(version)
        self.types, self.positions, self.bodies = map(named, (DocumentType, Position, Body))
        headings = DocumentType.objects.annotate(n=Count("children")).filter(n__gt=0)
        self.headings = set(headings.values_list("pk", flat=True))
        self.seen: dict[tuple, int] = {}
        self.taken: set[str] = set()


def number_of(line: Line) -> tuple[int, int]:
    """Issue and change."""
    return line.values.get("issue") or 0, line.values.get("change") or 0


def plan_of(found: PaperImport, sheet: Sheet, user) -> Plan:
    """What would become of each row, with the database and the files as they are now."""
    known, plan = Known(found, sheet.lines, user), Plan()
    if sheet.unknown:
        words = ", ".join(sheet.unknown[:10])
        plan.remarks.append(_("Columns nobody reads: %(names)s.") % {"names": words})
    plan.fates = [_fate(line, known) for line in sheet.lines]
    if unused := [f["name"] for key, f in found.files.items() if key not in known.taken]:
        words = ", ".join(sorted(unused)[:20])
        plan.remarks.append(_("Files that no row names: %(names)s.") % {"names": words})
    return plan


def _fate(line: Line, known: Known) -> Fate:
    code = clean_code(line.text("code"))
    fate = Fate(line.number, f"{code} · {line.text('title_ky')}".strip(" ·"))
    for cell, words in line.faults:
        fate.refuse(words, cell)
    for key, longest in LONGEST.items():
        if len(line.text(key)) > longest:
            words = _("At most %(count)s letters.") % {"count": longest}
            fate.refuse(words, line.cells.get(key, ""))
    chosen = {
        "type": _choose(line, "type", known.types, fate, _("There is no type “%(name)s”.")),
        "owner": _choose(
            line, "owner", known.positions, fate, _("There is no position “%(name)s”.")
        ),
        "body": _choose(line, "body", known.bodies, fate, _("There is no body “%(name)s”.")),
        "access": _access(line, fate),
        "language": _language(line, known, fate),
    }
    if chosen["type"] and chosen["type"].pk in known.headings:
        words = _("“%(name)s” is a heading: choose one of the types under it.")
        fate.refuse(words % {"name": chosen["type"]}, line.cells["type"])
    scan, text = _files(line, known, fate)
    _dates(line, chosen["body"], known, fate)
    same = _version(code, line, known, fate)
    fate.thing = {**chosen, "code": code, "line": line, "scan": scan, "text": text}
    fate.facts = [str(line.values.get(f.key)) for f in FIELDS]
    fate.facts += [scan and scan["sha256"], text and text["sha256"], len(fate.faults), same]
    if not fate.faults:
        fate.kind = SAME if same else NEW
        fate.notes = [_("It is entered already.")] if same else _notes(fate.thing, known)
    return fate


def _choose(line: Line, key: str, rows: dict[str, set], fate: Fate, none: str):
    typed = line.text(key)
    if not typed:
        return None
    found = rows.get(fold(typed), set())
    if len(found) == 1:
        return next(iter(found))
    several = _("Several are called “%(name)s”: give the code.")
    fate.refuse((several if found else none) % {"name": typed}, line.cells.get(key, ""))
    return None


def _access(line: Line, fate: Fate) -> str:
    typed = fold(line.text("access"))
    for code, label in Access.choices:
        if typed in (code, fold(str(label))):
            return code
    if typed:
        fate.refuse(_("Write public, staff or top."), line.cells.get("access", ""))
    return ""


def _language(line: Line, known: Known, fate: Fate) -> str:
    typed = fold(line.text("language"))
    if typed and typed not in ("ky", "ru", "en"):
        fate.refuse(_("Write ky, ru or en."), line.cells.get("language", ""))
    return typed or known.original


def _files(line: Line, known: Known, fate: Fate) -> tuple[dict | None, dict | None]:
    found = []
    for key, kind in (("scan", "scan"), ("text", "text")):
        name = line.text(key)
        file = known.files.get(key_of(name)) if name else None
        known.taken.add(key_of(name))
        if name and file is None:
            words = _("The file “%(name)s” was not brought.") % {"name": name}
            fate.refuse(words, line.cells.get(key, ""))
        elif file and file["kind"] != kind:
            words = (
                _("“%(name)s” is not a scan (PDF, JPEG or PNG).")
                if kind == "scan"
                else _("“%(name)s” is not a text (.docx, .txt or .md).")
            )
            fate.refuse(words % {"name": name}, line.cells.get(key, ""))
        found.append(file)
    return found[0], found[1]


def _dates(line: Line, body, known: Known, fate: Fate) -> None:
    for key in ("order_date", "in_force_from", "protocol_date"):
        if (day := line.values.get(key)) and day > known.today:
            fate.refuse(_("This day is still to come."), line.cells.get(key, ""))
    number, day = line.text("protocol_number"), line.values.get("protocol_date")
    if line.text("body") and not (number and day):
        words = _("Give the number and the date of the protocol.")
        fate.refuse(words, line.cells.get("protocol_number", ""))
    elif (number or day) and not line.text("body"):
        fate.refuse(_("Name the body whose protocol it is."), line.cells.get("body", ""))


def _version(code: str, line: Line, known: Known, fate: Fate) -> bool:
    """Whether this very version is in already; refuses what cannot follow what is there."""
    number, cell = number_of(line), line.cells.get("code", "")
    if (code, number) in known.seen:
        words = _("The same version stands in row %(row)s.")
        fate.refuse(words % {"row": known.seen[code, number]}, cell)
    known.seen.setdefault((code, number), line.number)
    if code in known.documents and code not in known.visible:
        fate.refuse(_("This code is taken."), cell)
        return False
    alike = known.alike.setdefault(skeleton(code), code)
    if code not in known.documents and alike != code:
        words = _("This code is taken.")
        if alike in known.visible | known.codes:
            words = _("It looks like “%(code)s”, which is here already: write it alike.")
        fate.refuse(words % {"code": alike}, cell)
        return False
    versions = known.versions.get(code, [])
    here = next((v for v in versions if (v.issue, v.change) == number), None)
    if here and here.state in PUBLISHED:
        return True
    if any(v.state in ON_ITS_WAY for v in versions):
        fate.refuse(_("A version of this document is on its way here: end it first."), cell)
    elif newer := [v for v in versions if (v.issue, v.change) > number]:
        words = _("There is %(last)s here already: an older one is not entered after it.")
        fate.refuse(words % {"last": f"{newer[0].issue}/{newer[0].change}"}, cell)
    return False


def _notes(thing: dict, known: Known) -> list[str]:
    line, scan, text = thing["line"], thing["scan"], thing["text"]
    issue, change = number_of(line)
    words = _("Version %(issue)s/%(change)s, in force from %(date)s.")
    notes = [
        words % {"issue": issue, "change": change, "date": numeric(line.values["in_force_from"])}
    ]
    if document := known.documents.get(thing["code"]):
        notes.append(_("The document is here already; its card stays as it is."))
        if document.title.get("ky") != line.text("title_ky"):
            notes.append(_("Its title here: “%(title)s”.") % {"title": document.title["ky"]})
    pages = ngettext("%(count)s page", "%(count)s pages", scan["pages"]) % {"count": scan["pages"]}
    notes.append(f"{scan['name']}: {pages}, SHA-256 {scan['sha256'][:8]}…")
    if text:
        notes.append(_("Text from %(name)s.") % {"name": text["name"]})
    elif scan.get("has_text"):
        notes.append(_("The text is read from the scan."))
    else:
        notes.append(_("No text: the scan stands for it."))
    return notes
