"""Comparing a file with the kept papers by its fingerprint; not a byte of it is kept (7.3.6).

A seal is written behind the paper's own bytes. So a file that begins with them, but goes on
otherwise, is told from one with another text.
"""

import hashlib
import re
from typing import NamedTuple

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from documents.copies_pdf import MARK

MARKED = re.compile(MARK.encode() + rb"([0-9a-f]{32})\s*$")
TAIL = 64  # bytes at the end of a file in which the mark of a print is looked for


class Part(NamedTuple):
    """The beginning of a genuine file: its size and fingerprint, and which beginning it is."""

    size: int
    sha256: str
    kind: str  # "whole": the sealed file; "bare": what it was before the seal


def known_parts(papers) -> list[Part]:
    """The beginnings by which a file is known."""
    parts = [Part(paper.blob.size, paper.blob.sha256, "whole") for paper in papers]
    seals = [seal for paper in papers if (seal := getattr(paper, "seal", None))]
    return parts + [Part(seal.content_size, seal.content_sha256, "bare") for seal in seals]


def answers() -> dict[str, dict]:
    """What is said of a file, by what was found: the script on the page says the same."""
    return {
        "genuine": {"tone": "green", "text": _("This file is the genuine one.")},
        "added": {
            "tone": "amber",
            "text": _(
                "This file holds the genuine one, and something was added to it after the seal. "
                "Rely only on the file without additions."
            ),
        },
        "unsealed": {
            "tone": "amber",
            "text": _("The text is the genuine one, but this copy carries no seal."),
        },
        "resealed": {
            "tone": "red",
            "text": _(
                "This is not the file with the organisation's seal: it begins with the genuine "
                "text, but carries another seal or additions, and may show something else."
            ),
        },
        "print": {
            "tone": "amber",
            "text": _(
                "By its mark this is a print for use, an uncontrolled or numbered copy, and no "
                "signed file. It carries no seal, so nothing proves what it shows: compare it with "
                "the genuine file."
            ),
        },
        "other": {
            "tone": "red",
            "text": _(
                "This file is not the one that was signed: it was altered, it is a scan or a print "
                "without the seal, or it is another document."
            ),
        },
    }


class Fingerprint(FileUploadHandler):
    """Reads an arriving file once for its SHA-256, and for those of its known beginnings."""

    def __init__(self, limit: int, papers, token: str = ""):
        super().__init__()
        self.token, self.tail = token, b""
        self.limit, self.size, self.digest, self.is_too_big = limit, 0, "", False
        self.parts = known_parts(papers)
        self.sha = hashlib.sha256()
        self.beginnings: dict[int, str] = {}

    def receive_data_chunk(self, raw_data, start):
        before, self.size = self.size, self.size + len(raw_data)
        if self.size > self.limit:
            self.is_too_big = True
            raise StopUpload(connection_reset=False)
        for part in self.parts:
            if before < part.size <= self.size:
                begun = self.sha.copy()
                begun.update(raw_data[: part.size - before])
                self.beginnings[part.size] = begun.hexdigest()
        self.sha.update(raw_data)
        self.tail = (self.tail + raw_data)[-TAIL:]

    def file_complete(self, file_size):
        self.digest = self.sha.hexdigest()

    def verdict(self) -> dict:
        """What to say of the file."""
        if self.is_too_big:
            words = _("The file is too big: at most %(size)s.") % {
                "size": filesizeformat(self.limit)
            }
            return {"tone": "amber", "text": words}
        if not self.digest:
            return {"tone": "amber", "text": _("Choose a file first.")}
        return answers()[self._found()] | {"digest": self.digest}

    def _found(self) -> str:
        """The same rules as in static/src/verify.js."""
        for part in self.parts:  # the whole ones come first
            if self.beginnings.get(part.size) != part.sha256:
                continue
            if self.size == part.size:
                return "genuine" if part.kind == "whole" else "unsealed"
            return "added" if part.kind == "whole" else "resealed"
        return "print" if self.token and self.mark == self.token else "other"

    @property
    def mark(self) -> str:
        """The paper that a print for use says it is of; anybody could write it."""
        found = MARKED.search(self.tail)
        return found[1].decode() if found else ""
