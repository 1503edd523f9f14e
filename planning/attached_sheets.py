"""How many sheets the files attached to a protocol have (domain 2.7, row 16)."""

import io

from common.models import Blob


def sheets_of(frozen: dict) -> dict[str, int]:
    """The sheets of the attached PDFs, by fingerprint. What is signed never changes, so they are
    counted when the paper is made; of other files nobody knows.
    """
    files = [*frozen["files"], *(file for item in frozen["items"] for file in item["files"])]
    found = Blob.objects.filter(sha256__in={file["sha256"] for file in files})
    return {blob.sha256: count for blob in found if (count := pages_of(blob))}


def pages_of(blob: Blob) -> int:
    """The pages of a PDF; 0 of what is none, or cannot be read: the protocol is printed anyhow."""
    from pypdf import PdfReader  # noqa: PLC0415 -- slow to import, needed only here

    try:
        data = blob.read()
        return len(PdfReader(io.BytesIO(data)).pages) if b"%PDF-" in data[:1024] else 0
    except Exception:  # a damaged, locked or lost file breaks in many ways
        return 0
