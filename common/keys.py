"""Private keys of the seal: files of the worker's machine, closed by a password.

Only the worker and the command ``certificate`` call this module; the web never opens a key. What
is read here goes into no database, no log and no letter.
"""

import datetime
import logging
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from common.caller import SYSTEM
from common.dates import numeric
from common.models import Certificate, deed
from common.printing import letterhead

log = logging.getLogger(__name__)

YEARS = 5
RENEW_BEFORE = datetime.timedelta(days=60)
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")

NONE_YET = gettext_noop("There is no signing certificate yet.")
NO_PASSWORD = gettext_noop("The worker was not given SIGNING_PASSWORD.")
NO_KEY = gettext_noop("The key of the signing certificate is not in the keys' folder.")
CLOSED = gettext_noop(
    "The key of the signing certificate does not open: SIGNING_PASSWORD is another one, or the "
    "file is damaged."
)
EXPIRED = gettext_noop("The signing certificate expired on %(date)s.")
TOO_EARLY = gettext_noop(
    "The signing certificate is valid only from %(date)s: is the clock of this machine right?"
)
OF_THE_SAMPLE = gettext_noop(
    "The signing certificate is the sample's; a real installation makes its own."
)


class SealingUnavailable(Exception):
    """Nothing can be sealed now, and why: a sentence of the catalogue with its values."""

    def __init__(self, sentence: str, **values):
        super().__init__(sentence)
        self.sentence, self.values = sentence, values

    def __str__(self):
        return gettext(self.sentence) % self.values


# The key ------------------------------------------------------------------------------------


def usable() -> tuple[Certificate, object]:
    """The current certificate and its open key, or `SealingUnavailable` with the reason."""
    certificate = Certificate.objects.current()
    if certificate is None:
        raise SealingUnavailable(NONE_YET)
    if certificate.is_sample and settings.PRODUCTION:
        raise SealingUnavailable(OF_THE_SAMPLE)
    now = timezone.now()
    if now > certificate.valid_until:
        raise SealingUnavailable(EXPIRED, date=numeric(certificate.valid_until))
    if now < certificate.valid_from:
        raise SealingUnavailable(TOO_EARLY, date=numeric(certificate.valid_from))
    return certificate, open_key(certificate)


def open_key(certificate: Certificate):
    """The private key of a certificate; it must be the one the certificate speaks of."""
    password = _password()
    try:
        data = _path(certificate.fingerprint).read_bytes()
    except OSError as error:
        raise SealingUnavailable(NO_KEY) from error
    try:
        key = serialization.load_pem_private_key(data, password)
    except (ValueError, TypeError) as error:
        raise SealingUnavailable(CLOSED) from error
    if _public(key.public_key()) != _public(certificate.x509.public_key()):
        raise SealingUnavailable(CLOSED)
    return key


def _path(fingerprint: str) -> Path:
    return settings.KEYS_ROOT / f"{fingerprint}.pem"


def _public(key) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _password() -> bytes:
    if settings.SIGNING_PASSWORD:
        return settings.SIGNING_PASSWORD.encode()
    if settings.PRODUCTION:
        raise SealingUnavailable(NO_PASSWORD)
    path = settings.KEYS_ROOT / "password"
    if not path.exists():
        with suppress(FileExistsError):  # another worker wrote it at this moment
            _write(path, secrets.token_urlsafe(32).encode())
    return path.read_bytes()


def _write(path: Path, data: bytes) -> None:
    """A new file for nobody else's eyes, whole on the disk before anything speaks of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(name)
    finally:
        Path(name).unlink()


# The certificate ----------------------------------------------------------------------------


def make(*, by=SYSTEM) -> Certificate:
    """A new certificate of the organisation, self-signed, in the place of the current one."""
    old, organisation = Certificate.objects.current(), letterhead()
    key = new_key()
    found = _self_signed(key, organisation)
    return _keep(key, found, old=old, kind="own", by=by, is_sample=organisation.is_sample)


def new_key():
    """A key of the kind that every reader of PDF verifies, also those of PDF 1.7 and PDF/A-2."""
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def bring_in(data: bytes, password: bytes | None, *, by=SYSTEM) -> Certificate:
    """Take a certificate with its key from a .p12 file of a certification centre."""
    key, found, others = pkcs12.load_key_and_certificates(data, password)
    if key is None or found is None or _public(key.public_key()) != _public(found.public_key()):
        raise ValueError("The file holds no certificate together with its key.")
    if Certificate.objects.filter(fingerprint=found.fingerprint(hashes.SHA256()).hex()).exists():
        raise ValueError("This certificate was taken in before.")
    chain = "".join(other.public_bytes(serialization.Encoding.PEM).decode() for other in others)
    old = Certificate.objects.current()
    return _keep(key, found, old=old, kind="uploaded", by=by, chain=chain)


def ensure() -> None:
    """Make or renew the certificate where it is time to; two workers at once make one."""
    if needs_renewal():
        try:
            make()
        except IntegrityError:
            log.info("Another worker made the certificate.")


def needs_renewal() -> bool:
    """Whether the worker makes a new one by itself: none yet, the sample's, or soon expired."""
    organisation, current = letterhead(), Certificate.objects.current()
    if organisation is None or organisation.pk is None:
        return False  # nobody to make it for
    if current is None:
        return True
    if current.kind != Certificate.Kind.OWN:
        return False  # from a centre: the people of the organisation get the next one there
    is_foreign = current.is_sample and not organisation.is_sample
    return is_foreign or current.valid_until - RENEW_BEFORE < timezone.now()


def _keep(key, found: x509.Certificate, **facts) -> Certificate:
    password = _password()
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password),
    )
    # The key first: a row without its key could seal nothing.
    path = _path(found.fingerprint(hashes.SHA256()).hex())
    path.unlink(missing_ok=True)
    _write(path, secret)
    try:
        with deed(by=facts["by"]):
            return Certificate.objects.take_over(found, **facts)
    except Exception:
        path.unlink(missing_ok=True)
        raise


def _self_signed(key, organisation) -> x509.Certificate:
    sample = "ҮЛГҮ: " if organisation.is_sample else ""
    full, short = str(organisation.name), str(organisation.short_name or organisation.name)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KG"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, full[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{sample}{short}"[:64]),
        ]
    )
    since = timezone.now().replace(microsecond=0)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + datetime.timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )
