"""Signatures in separate files (.p7s, .sig, .sgn): whose they are and whether they fit a file.

That a file fits is one thing, that its signer is known another: `common.roots`.

They come from the programs of certification centres. What this house cannot compute, it says so
of, instead of calling it right or wrong (004/7.3.6).
"""

import base64
import datetime
import hashlib
import logging
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from django.utils.translation import gettext_lazy as _

from common.gost_hash import streebog
from common.roots import Trust, name_in, trust_of

log = logging.getLogger(__name__)

LIMIT = 1024 * 1024
# What a parser of strangers' bytes trips over.
BROKEN = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
HASHES = {"sha1", "sha224", "sha256", "sha384", "sha512"}
STREEBOG = {"1.2.643.7.1.1.2.2": 256, "1.2.643.7.1.1.2.3": 512}
STREEBOG_LIMIT = 1024 * 1024  # it is computed slowly
TOO_WEAK = {"sha1"}
SIGNATURES = {"rsassa_pkcs1v15", "rsassa_pss", "ecdsa", "ed25519", "ed448"}
NAMES = {
    "rsassa_pkcs1v15": "RSA",
    "rsassa_pss": "RSA-PSS",
    "ecdsa": "ECDSA",
    "ed25519": "Ed25519",
    "ed448": "Ed448",
    "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012 (256)",
    "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012 (512)",
    "1.2.643.7.1.1.3.2": "ГОСТ Р 34.10-2012 (256)",
    "1.2.643.7.1.1.3.3": "ГОСТ Р 34.10-2012 (512)",
    "1.2.643.2.2.3": "ГОСТ Р 34.10-2001",
    "1.2.643.2.2.19": "ГОСТ Р 34.10-2001",
    "1.2.643.7.1.1.2.2": "ГОСТ Р 34.11-2012 (256)",
    "1.2.643.7.1.1.2.3": "ГОСТ Р 34.11-2012 (512)",
    "1.2.643.2.2.9": "ГОСТ Р 34.11-94",
}


class SignatureRefused(Exception):
    """The file is no signature, or the signature of another file: a sentence."""


@dataclass(frozen=True)
class DetachedSignature:
    """What a signature file says, and how far it could be checked."""

    signer: str
    issuer: str
    signed_at: datetime.datetime | None
    algorithm: str
    verdict: str  # "right", "hash_only" or "unchecked"
    trust: Trust  # whether it is known who signed


def read_detached(data: bytes, content: bytes) -> DetachedSignature:
    """The signature in ``data`` over ``content``; `SignatureRefused` when it is not one."""
    try:
        return _read(data, content)
    except BROKEN as error:
        raise SignatureRefused(_("This is no signature file: its bytes cannot be read.")) from error


def _read(data: bytes, content: bytes) -> DetachedSignature:
    signed = _signed_data(data)
    if len(signed["signer_infos"]) != 1:
        raise SignatureRefused(_("The file holds several signatures: attach one file for each."))
    if signed["encap_content_info"]["content"].native is not None:
        raise SignatureRefused(
            _("The file holds a document inside. Make a detached signature, apart from the PDF.")
        )
    info = signed["signer_infos"][0]
    certificate = _certificate(signed, info)
    signed_at = _attribute(info, "signing_time")
    verdict = _verdict(info, certificate, content)
    # Of what does not verify here nobody is known by its certificate.
    trust = Trust("unknown")
    if verdict == "right":
        trust = trust_of(certificate, _certificates(signed), signed_at)
    return DetachedSignature(
        signer=name_in(certificate.subject) if certificate else "",
        issuer=name_in(_issuer(info, certificate)),
        signed_at=signed_at,
        algorithm=_algorithm(info),
        verdict=verdict,
        trust=trust,
    )


def _signed_data(data: bytes):
    from asn1crypto import cms, pem  # noqa: PLC0415 -- slow to import

    if pem.detect(data):
        _kind, _headers, data = pem.unarmor(data)
    elif not data.startswith(b"\x30"):
        data = base64.b64decode(b"".join(data.split()), validate=True)
    found = cms.ContentInfo.load(data, strict=True)
    if found["content_type"].native != "signed_data":
        raise ValueError("Another kind of message.")
    signed = found["content"]
    signed.native  # noqa: B018 -- the parser is lazy: this finds what is broken
    return signed


def _certificates(signed) -> list:
    from asn1crypto import cms  # noqa: PLC0415

    found = signed["certificates"]
    choices = found if isinstance(found, cms.CertificateSet) else []
    return [choice.chosen for choice in choices if choice.name == "certificate"]


def _certificate(signed, info):
    sid = info["sid"]
    for certificate in _certificates(signed):
        if sid.name == "issuer_and_serial_number":
            wanted = sid.chosen
            same = certificate.serial_number == wanted["serial_number"].native
            if same and certificate.issuer == wanted["issuer"]:
                return certificate
        elif certificate.key_identifier == sid.chosen.native:
            return certificate
    return None


def _issuer(info, certificate):
    if certificate is not None:
        return certificate.issuer
    named = info["sid"].name == "issuer_and_serial_number"
    return info["sid"].chosen["issuer"] if named else None


def _attribute(info, name: str):
    for attribute in info["signed_attrs"]:
        if attribute["type"].native == name:
            return attribute["values"][0].native
    return None


def _signature(info) -> str:
    """The kind of the signature: its name, or its number where nobody here knows it."""
    try:
        return info["signature_algorithm"].signature_algo
    except ValueError:
        return info["signature_algorithm"]["algorithm"].native


def _algorithm(info) -> str:
    digest = info["digest_algorithm"]["algorithm"].native
    kind = _signature(info)
    return f"{NAMES.get(kind, kind)}, {NAMES.get(digest, digest.upper())}"


def _verdict(info, certificate, content: bytes) -> str:
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

    algorithm = info["digest_algorithm"]["algorithm"].native
    digest = _digest(algorithm, content)
    if digest is None:
        return "unchecked"
    said = _attribute(info, "message_digest")
    if said is not None and said != digest:
        raise SignatureRefused(_("This is the signature of another file, not of this paper."))
    only_hash = "unchecked" if said is None else "hash_only"
    if certificate is None or algorithm not in HASHES or _signature(info) not in SIGNATURES:
        return only_hash
    try:
        kind = _attribute(info, "content_type") or "data"
        intact, valid = validate_sig_integrity(info, certificate, kind, digest)
    except (UnsupportedAlgorithm, SignatureValidationError, NotImplementedError, *BROKEN):
        log.info("A signature cannot be checked here.", exc_info=True)
        return only_hash
    if not intact and said is None:
        raise SignatureRefused(_("This is the signature of another file, not of this paper."))
    if not (intact and valid):
        raise SignatureRefused(_("The signature in this file is broken: it does not verify."))
    return "hash_only" if algorithm in TOO_WEAK else "right"


def _digest(algorithm: str, content: bytes) -> bytes | None:
    """The digest of the paper by the algorithm that the signature names, if it is known here."""
    if algorithm in HASHES:
        return hashlib.new(algorithm, content).digest()
    if algorithm in STREEBOG and len(content) <= STREEBOG_LIMIT:
        return streebog(content, STREEBOG[algorithm])
    return None
