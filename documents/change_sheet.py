"""The change and addition registration sheet of a document (003, intro and last page; 004/4.2.2).

Derived, never typed: a line for each version that came into force, with the clauses its text
changed, added and took out, and a line for each finished review, also where nothing changed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import numeric
from documents.content import diff
from documents.content.blocks import Block
from documents.models import DocumentReview, DocumentVersion
from documents.models.version import PUBLISHED
from documents.stamps import words_in
from people.models import Organisation

DAYS = 30 * 24 * 3600
NAMED = 12  # so many clauses are named; of more the rest is counted


@dataclass(frozen=True)
class Line:
    """One line of the sheet, as it prints."""

    number: str
    version: str
    changed: str
    added: str
    removed: str
    what: str
    basis: str
    who: str
    entered: str
    in_force: str
    is_review: bool = False

    @property
    def names_clauses(self) -> bool:
        """Whether any clause changed, came or went."""
        return bool(self.changed or self.added or self.removed)


def lines(
    document, language: str, *, upto: DocumentVersion | None = None, drafts: bool = False
) -> list[Line]:
    """The sheet as of today in ``language``; for the paper of a version, as of its approval.

    ``drafts``: the version ``upto`` has its line although nobody has approved it yet.
    """
    states = [*PUBLISHED, "approved"]
    versions = [
        version
        for version in document.versions.select_related("author").prefetch_related(
            "texts", "requests"
        ).order_by("issue", "change")
        if version.state in states or (drafts and version == upto)
    ]  # fmt: skip
    reviews = DocumentReview.objects.filter(document=document, state="done")
    moment = None
    if upto is not None:
        number = (upto.issue, upto.change)
        versions = [v for v in versions if (v.issue, v.change) <= number]
        moment = upto.approved_at
        if moment:
            reviews = reviews.filter(done_at__lte=moment)
    found: list[tuple[Any, bool, Any]] = []
    before = None
    for version in versions:
        found.append((_moment(version), False, (version, before)))
        before = version
    found += [(r.done_at, True, r) for r in reviews.select_related("version", "done_by")]
    found.sort(key=lambda one: one[0])
    return [
        _of_review(n, thing) if is_review else _of_version(n, thing[0], thing[1], language)
        for n, (_at, is_review, thing) in enumerate(found, 1)
    ]


def _moment(version: DocumentVersion) -> datetime:
    """What orders the lines: when it was approved here, else when it was last worked on."""
    last = datetime.max.replace(tzinfo=datetime.now().astimezone().tzinfo)
    return version.approved_at or last


def _of_version(
    number: int, version: DocumentVersion, before: DocumentVersion | None, language: str
) -> Line:
    clauses = clauses_between(before, version, language) if before else {}
    what = version.summary or ("" if before else _("First issue here"))
    requests = [r for r in version.requests.all() if r.state in ("accepted", "done")]
    what = what or "; ".join(request.what for request in requests)
    settled = version.approved_at is not None
    return Line(
        number=str(number),
        version=f"{version.issue}/{version.change}",
        changed=clauses.get("changed", ""),
        added=clauses.get("added", ""),
        removed=clauses.get("removed", ""),
        what=what,
        basis=_basis(version, requests),
        who=version.author.signature_name,
        entered=numeric(localdate(version.approved_at)) if settled else "",
        in_force=numeric(version.in_force_from) if version.in_force_from else "",
    )


def _basis(version: DocumentVersion, requests: Iterable) -> str:
    parts = []
    if version.order_number and version.order_date:
        parts.append(
            pgettext("sheet", "Order No. %(number)s, %(date)s")
            % {"number": version.order_number, "date": numeric(version.order_date)}
        )
    parts += [
        _("change request No. %(number)s of %(date)s")
        % {"number": request.pk, "date": numeric(localdate(request.asked_at))}
        for request in requests
    ]
    return "; ".join(parts)


def _of_review(number: int, review: DocumentReview) -> Line:
    verdict = str(review.get_verdict_display())
    return Line(
        number=str(number),
        version=f"{review.version.issue}/{review.version.change}",
        changed="",
        added="",
        removed="",
        what=". ".join(filter(None, [_("Reviewed: %(verdict)s") % {"verdict": verdict},
                                     review.note])),
        basis=review.why,
        who=review.done_by.signature_name if review.done_by else "",
        entered=numeric(localdate(review.done_at)),
        in_force="",
        is_review=True,
    )  # fmt: skip


# Clauses ------------------------------------------------------------------------------------


def clauses_between(
    before: DocumentVersion, after: DocumentVersion, language: str
) -> dict[str, str]:
    """The clauses that the text changed, added and took out, as the texts in ``language`` name
    them; where one of them lacks it, those of the original, by their numbers alone.
    """
    new, old = after.text_in(language), before.text_in(language)
    if not (new and old and new.language == old.language):
        new = after.original
        old = before.text_in(new.language) if new else before.original
    is_read = new is None or new.language == language
    texts = [old.html if old else "", new.html if new else ""]
    key = f"sheet:{is_read:d}:" + hashlib.sha256("\0".join(texts).encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = _clauses(diff.compare(*texts), with_words=is_read)
        cache.set(key, found, DAYS)
    return {kind: _written(names) for kind, names in found.items()}


def _clauses(
    changes: list[diff.Change], *, with_words: bool = True
) -> dict[str, list[tuple[str, str]]]:
    """Each changed block by its number or its heading, or by what it stands after.

    Without words, for a reader of another language, only what has a number is named.
    """
    found: dict[str, list[tuple[str, str]]] = {"changed": [], "added": [], "removed": []}
    last = ""
    for change in changes:
        own = _own_name(change.block)
        if not with_words and not change.block.number:
            last = "" if change.block.is_heading else last
            if change.block.is_heading or not last:
                continue
            own = ""
        name = ("", own) if own else ("table" if change.block.tag == "table" else "text", last)
        if change.kind != "removed" and own:
            last = own
        kind = "changed" if change.kind == "moved" else change.kind
        if kind in found and name not in found[kind]:
            found[kind].append(name)
    return found


def _own_name(block: Block) -> str:
    """The number of a clause, the words of a heading without one; nothing for other blocks."""
    if block.number:
        return block.number.rstrip(".")
    return f"«{Truncator(block.text).chars(30)}»" if block.is_heading else ""


def _written(names: list[tuple[str, str]]) -> str:
    """“2.1, 2.3, table after 2.4”."""
    words = {
        "table": (_("table after %(clause)s"), _("table at the beginning")),
        "text": (_("text after %(clause)s"), _("text at the beginning")),
        "": ("%(clause)s", ""),
    }
    told = []
    for kind, clause in names[:NAMED]:
        after, beginning = words[kind]
        told.append(after % {"clause": clause} if clause else beginning)
    if len(names) > NAMED:
        told.append(_("%(count)s more") % {"count": len(names) - NAMED})
    return ", ".join(told)


# Printing -----------------------------------------------------------------------------------


def sheet_context(document, language: str) -> dict:
    """The sheet of today on a paper of its own, in the reader's language."""
    organisation = Organisation.current()
    return {
        "org_name": words_in(organisation.name, language),
        "code": document.code,
        "alone": True,
        "change_of": f"{document.code} · {words_in(document.title, language)}",
        "changes": lines(document, language),
    }
