"""Certificates of the organisation's electronic seal: their public part, kept for ever (7.3.6)."""

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, models
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .journal import record


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user):
        """Those who look after the installation; the public page lists them for everybody."""
        return self if user.has_perm("common.view_installation") else self.none()

    def for_list(self):
        return self

    def current(self) -> "Certificate | None":
        """The one that papers are sealed with now."""
        return self.filter(retired_at=None).first()

    def take_over(self, found: x509.Certificate, *, old, by, **facts) -> "Certificate":
        """Put this certificate in the place of ``old``, unless another did; inside a deed."""
        if self.current() != old:
            raise IntegrityError("Another certificate was taken into use meanwhile.")
        self.filter(retired_at=None).update(retired_at=timezone.now())
        made = self.create(
            fingerprint=found.fingerprint(hashes.SHA256()).hex(),
            pem=found.public_bytes(Encoding.PEM).decode(),
            subject=name_of(found.subject),
            issuer=name_of(found.issuer),
            serial=f"{found.serial_number:X}",
            valid_from=found.not_valid_before_utc,
            valid_until=found.not_valid_after_utc,
            **facts,
        )
        details = {"replaces": old.fingerprint} if old else {}
        record(made, "take_certificate", by=by, fingerprint=made.fingerprint, **details)
        return made


def name_of(name: x509.Name) -> str:
    """Who a certificate names, without the numbers that identify a person."""
    order = (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)
    words = [str(part.value) for oid in order for part in name.get_attributes_for_oid(oid)]
    return words[0] if words else name.rfc4514_string()


class Certificate(models.Model):
    """One certificate of the seal: it says whose seal a paper carries, and from when to when.

    Its private key is a file that only the worker opens. A replaced certificate stays: papers
    sealed with it are verified by it, also after it has expired.
    """

    class Kind(models.TextChoices):
        OWN = "own", _("made here")
        UPLOADED = "uploaded", _("from a certification centre")

    TOLD_BY_NAME = True

    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64, unique=True)
    pem = models.TextField()
    chain = models.TextField(blank=True)
    subject = models.CharField(_("issued to"), max_length=300)
    issuer = models.CharField(_("issued by"), max_length=300)
    serial = models.CharField(_("serial No."), max_length=64)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    made_at = models.DateTimeField(_("taken into use"), default=timezone.now)
    retired_at = models.DateTimeField(_("replaced"), null=True)
    is_sample = models.BooleanField(_("of the sample"), default=False)
    kind = models.CharField(_("origin"), max_length=10, choices=Kind)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                ExpressionWrapper(Q(retired_at=None), output_field=BooleanField()),
                condition=Q(retired_at=None),
                name="one_certificate_in_use",
            )
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("certificate", args=[self.pk])

    @property
    def x509(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.pem.encode())

    @property
    def der(self) -> bytes:
        """The public part as the file that people keep and compare."""
        return self.x509.public_bytes(Encoding.DER)

    @property
    def short_serial(self) -> str:
        """The serial number as it fits on a stamp: its two ends."""
        return self.serial if len(self.serial) <= 12 else f"{self.serial[:4]}…{self.serial[-4:]}"

    def was_valid(self, moment: datetime) -> bool:
        """Whether it was valid at a moment: what was sealed then holds for ever."""
        return self.valid_from <= moment <= self.valid_until
