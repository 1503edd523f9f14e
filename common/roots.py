"""Whether it is known who signed: the way from a certificate to a root trusted here.

The roots are files that the administrator laid down; nothing is asked of the network, so whether
a certificate was revoked meanwhile is not known here.
"""

import asyncio
import datetime
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

log = logging.getLogger(__name__)

# "known": the chain leads to a trusted root; "unknown": it leads to none; "own": the certificate
# was issued by itself; "invalid": it leads to one, but did not hold for signing at that moment.
SIGNING = {"digital_signature", "non_repudiation"}


class Trust(NamedTuple):
    """What is known of the issuer of a certificate, and the root it leads to."""

    kind: str
    root: str = ""
    fingerprint: str = ""


def name_in(name) -> str:
    """The name and the organisation alone: a certificate also holds personal numbers."""
    if name is None:
        return ""
    parts = name.native
    words = [parts.get("common_name"), parts.get("organization_name")]
    flat = [word if isinstance(word, str) else ", ".join(word) for word in words if word]
    return ", ".join(dict.fromkeys(flat))[:300]


def trusted_roots() -> list:
    """The certificates in the folder of the trusted roots; what is none is skipped with a word."""
    from asn1crypto import pem, x509  # noqa: PLC0415 -- slow to import

    folder = Path(settings.SIGNATURE_ROOTS)
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            data = path.read_bytes()
            parts = pem.unarmor(data, multiple=True) if pem.detect(data) else [("", {}, data)]
            for _kind, _headers, der in parts:
                certificate = x509.Certificate.load(der, strict=True)
                certificate.native  # noqa: B018 -- the parser is lazy: this finds what is broken
                found.append(certificate)
        except (OSError, ValueError, TypeError):
            log.warning("%s holds no certificate and is not trusted.", path, exc_info=True)
    return found


def trust_of(certificate, others: Iterable, moment: datetime.datetime | None) -> Trust:
    """Whether a certificate led to a trusted root at the moment of signing.

    ``others`` came with it and may stand between; being in the file makes nobody trusted.
    """
    from pyhanko_certvalidator import errors  # noqa: PLC0415

    now = datetime.datetime.now(datetime.UTC)
    # Whoever signs tells the moment; one to come is not believed.
    moment = min(moment, now) if moment else now
    stranger = Trust("unknown" if certificate.self_signed == "no" else "own")
    roots = trusted_roots()
    if not roots:
        return stranger
    try:
        anchor = asyncio.run(_anchor(certificate, others, moment, roots))
    except (errors.ExpiredError, errors.NotYetValidError, errors.RevokedError):
        return Trust("invalid")
    except Exception:
        # The bytes are a stranger's: whatever breaks, nothing is proven.
        log.info("A certificate leads to no trusted root.", exc_info=True)
        return stranger
    usage = certificate.key_usage_value
    kind = "known" if usage is None or SIGNING & usage.native else "invalid"
    return Trust(kind, name_in(anchor.subject), anchor.sha256.hex())


async def _anchor(certificate, others, moment, roots):
    from pyhanko_certvalidator import CertificateValidator, ValidationContext  # noqa: PLC0415

    context = ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)
    validator = CertificateValidator(certificate, list(others), validation_context=context)
    return (await validator.async_validate_path()).first
