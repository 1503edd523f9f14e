"""Bringing in documents in force: row by row, each whole or not at all, none twice.

The worker may be killed at any moment. Whoever goes on begins again at the first row: a version
that is in already is left as it is.
"""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from common.importing import NEW, NotImportable, Plan, PlanChanged
from common.models import Blob, StepNotAllowed, TranslatedText, deed, record
from common.sheets import read_sheet
from documents.content.importing import ImportRefused, import_text
from documents.content.scan_text import ScanRefused, text_of
from documents.models import Document, DocumentVersion, PaperImport, TextSource, VersionText
from documents.paper_fields import FIELDS
from documents.papers import number_of, plan_of
from people.models import Organisation

log = logging.getLogger(__name__)
SILENT_FOR = timedelta(minutes=2)  # after that, whoever worked on it is dead


def plan_for(found: PaperImport, user) -> Plan:
    """What would become of each row of an uploaded list now."""
    return plan_of(found, read_sheet(found.read(), FIELDS), user)


def confirm(found: PaperImport, *, by, seen: str) -> bool:
    """Let the worker bring the list in as it was shown; false if that was said before.

    ``by`` confirms that texts and facts agree with the signed papers.
    """
    with deed(by=by):
        found = PaperImport.objects.select_for_update().get(pk=found.pk)
        if found.state != PaperImport.State.PREVIEW:
            return False
        plan = plan_for(found, by)
        if plan.digest != seen:
            raise PlanChanged
        if not plan.is_good:
            raise NotImportable
        found.state, found.by, found.total = PaperImport.State.RUNNING, by, plan.counts[NEW]
        found.save()
        record(
            found, "confirm_list", by=by, sha256=found.blob and found.blob.sha256, rows=found.total
        )
    return True


def bring_in(pk: int) -> None:
    """Do what is left of a confirmed list, unless another worker is at it."""
    now = timezone.now()
    free = PaperImport.objects.filter(pk=pk, state=PaperImport.State.RUNNING)
    free = free.filter(claimed_at=None) | free.filter(claimed_at__lt=now - SILENT_FOR)
    if not free.update(claimed_at=now):
        return
    found = PaperImport.objects.select_related("by__person").get(pk=pk)
    with override(found.by.person.language):
        found.findings = []
        plan = plan_for(found, found.by)
        rows = [fate.thing for fate in plan.fates if fate.kind == NEW]
        for fate in plan.fates:
            if fate.faults:  # it was good when it was confirmed
                found.find(fate.number, " ".join(fate.faults))
        for row in in_order(rows):
            found.claimed_at = timezone.now()
            try:
                _enter(row, found)
            except (ImportRefused, ScanRefused, StepNotAllowed) as error:
                found.find(row["line"].number, str(error) or _("The scan cannot be opened."))
            except PermissionDenied:
                found.find(row["line"].number, _("Who confirmed may not do this any more."))
            except (ValidationError, IntegrityError) as error:
                told = getattr(error, "messages", None) or [_("It is here already.")]
                found.find(row["line"].number, " ".join(told))
            except Exception:
                log.exception("Row %s of list %s was not brought in.", row["line"].number, pk)
                found.find(row["line"].number, _("It could not be brought in; see the log."))
            found.done = DocumentVersion.objects.filter(entered_from=found).count()
            found.save(update_fields=["done", "findings", "claimed_at"])
        _end(found)


def in_order(rows: list[dict]) -> list[dict]:
    """Older versions before newer ones, and a basis before what rests on it."""
    rows = sorted(rows, key=lambda row: (number_of(row["line"]), row["line"].number))
    waiting, codes, ordered = rows, {row["code"] for row in rows}, []
    while waiting:
        ready = [row for row in waiting if row["line"].text("basis") not in codes - {row["code"]}]
        ready = ready or waiting  # they rest on each other: then as they stand
        ordered += ready
        waiting = [row for row in waiting if row not in ready]
        codes = {row["code"] for row in waiting}
    return ordered


def _end(found: PaperImport) -> None:
    with deed(by=found.by):
        locked = PaperImport.objects.select_for_update().get(pk=found.pk)
        if locked.state != PaperImport.State.RUNNING:
            return
        locked.state, locked.ended_at = PaperImport.State.DONE, timezone.now()
        locked.counts = {"new": found.done, "refused": len(found.findings)}
        locked.save()
        record(locked, "import_list", by=found.by, **locked.counts)


# One row --------------------------------------------------------------------------------------


def _enter(row: dict, found: PaperImport) -> None:
    line, user = row["line"], found.by
    html, source = _text(row)  # read before the transaction, for it takes its time
    issue, change = number_of(line)
    with deed(by=user):
        PaperImport.objects.select_for_update().get(pk=found.pk)
        document = Document.objects.filter(code=row["code"]).first() or _document(row, user)
        if document.versions.filter(issue=issue, change=change).exists():
            return  # another worker was faster
        version = DocumentVersion(
            document=document,
            issue=issue,
            change=change,
            author=user.person,
            entered_from=found,
            text_source=source,
        )
        version.full_clean()
        version.save()
        record(version, "create", by=user)
        VersionText.objects.create(
            version=version, language=row["language"], is_original=True, html=html
        )
        agreed = (row["body"], line.text("protocol_number"), line.values.get("protocol_date"))
        version.enter(
            by=user,
            agreed=agreed if row["body"] else None,
            approver=(line.text("approver_name"), {"ky": line.text("approver_position")}),
            scan=(row["scan"]["name"], Blob.objects.get(sha256=row["scan"]["sha256"])),
            order_number=line.text("order_number"),
            order_date=line.values["order_date"],
            in_force_from=line.values["in_force_from"],
        )


def _document(row: dict, user) -> Document:
    line, kind = row["line"], row["type"]
    titles = {code: line.text(f"title_{code}") for code in ("ky", "ru", "en")}
    basis = line.text("basis")
    visible = Document.objects.visible_to(user)
    resting = visible.filter(code=basis).first() if basis else None
    document = Document(
        code=row["code"],
        title=TranslatedText({code: words for code, words in titles.items() if words}),
        type=kind,
        owner=row["owner"],
        basis=resting,
        basis_text="" if resting else basis,
        access=row["access"] or kind.access,
        author=user.person,
    )
    document.full_clean()
    document.save()
    record(document, "create", by=user)
    return document


def _text(row: dict) -> tuple[str, str]:
    """The text of a version: from its file, from the scan's own words, or a line naming the scan.

    The last is no text of the document and says so, on the screen and on paper.
    """
    scan = Blob.objects.get(sha256=row["scan"]["sha256"])
    if row["text"]:
        data = Blob.objects.get(sha256=row["text"]["sha256"]).read()
        return import_text(row["text"]["name"], data).html, TextSource.TYPED
    if row["scan"].get("has_text") and (html := text_of(scan.read())):
        return html, TextSource.LAYER
    with override(row["language"] or Organisation.current().original_language):
        pages = row["scan"]["pages"]
        words = _(
            "The text of this document stands in the signed paper. Its scan is attached: "
            "%(name)s, %(pages)s, SHA-256 %(sha256)s."
        ) % {
            "name": row["scan"]["name"],
            "pages": ngettext("%(count)s page", "%(count)s pages", pages) % {"count": pages},
            "sha256": scan.sha256,
        }
    return f"<p>{escape(words)}</p>", TextSource.SCAN
