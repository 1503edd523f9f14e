"""Reading seals: whether the signature inside a stored PDF holds. Public parts only (7.3.6)."""

import datetime
import hashlib
import io
import logging
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from common.models import Attachment, Certificate, PaperSeal
from common.models.file import FileAltered

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """What the embedded signature of a PDF says."""

    is_intact: bool
    fingerprint: str
    sealed_at: datetime.datetime | None
    has_time_stamp: bool


def read_seal(data: bytes) -> Found | None:
    """The last embedded signature of a PDF and whether it covers the file and holds."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 -- slow to import

    try:
        signatures = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures
        return _read(signatures[-1]) if signatures else None
    except Exception:
        # Broken bytes break the parser in as many ways as there are bytes.
        log.info("A PDF could not be read for its seal.", exc_info=True)
        return None


def _read(signature) -> Found:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415

    digest = signature.compute_digest()
    coverage = signature.evaluate_signature_coverage()
    intact, valid = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, "data", digest
    )
    stamps = {attribute["type"].native for attribute in signature.signer_info["unsigned_attrs"]}
    return Found(
        is_intact=intact and valid and coverage == SignatureCoverageLevel.ENTIRE_FILE,
        fingerprint=signature.signer_cert.sha256.hex(),
        sealed_at=signature.self_reported_timestamp,
        has_time_stamp="signature_time_stamp_token" in stamps,
    )


def seal_of(content: bytes, sealed: bytes) -> PaperSeal:
    """The row that says how ``content`` became ``sealed``; not saved yet."""
    found = read_seal(sealed)
    if found is None or not found.is_intact or found.sealed_at is None:
        raise ValueError("The seal just made does not hold.")
    return PaperSeal(
        certificate=Certificate.objects.get(fingerprint=found.fingerprint),
        sealed_at=found.sealed_at,
        has_time_stamp=found.has_time_stamp,
        content_sha256=hashlib.sha256(content).hexdigest(),
        content_size=len(content),
    )


def holds(seal: PaperSeal, attachment: Attachment) -> bool:
    """Whether the stored file still carries this seal unbroken: the file is read each time, the
    seal of the same bytes is looked at once.
    """
    try:
        data = attachment.blob.read()
    except (OSError, FileAltered):
        return False
    key = f"seal:{attachment.blob.sha256}:{seal.certificate.fingerprint}"
    answer: Any = cache.get(key)
    if answer is None:
        found = read_seal(data)
        answer = bool(
            found and found.is_intact and found.fingerprint == seal.certificate.fingerprint
        )
        cache.set(key, answer)
    return answer
