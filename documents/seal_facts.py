"""What pages say of a paper's seal and of the signatures in separate files (004/7.3.6)."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import date_and_time, numeric
from common.detached import SignatureRefused, read_detached
from common.models import Attachment
from common.models.file import FileAltered
from common.seals import holds
from common.views import Fact
from documents.models import SignatureFile


@dataclass(frozen=True)
class SealShown:
    """What is said of a seal: its colour, the sentence, what follows, the facts."""

    tone: str
    sentence: str
    meaning: str
    facts: list[Fact]


def seals_shown(papers: list[Attachment]) -> list[SealShown]:
    """The seals of the kept papers as anyone may know them; alike ones are said together."""
    alike: dict[tuple, list[Attachment]] = {}
    for paper in papers:
        if seal := getattr(paper, "seal", None):
            alike.setdefault((*_judge(paper, seal), seal.certificate), []).append(paper)
    return [
        SealShown(tone, sentence, _since_then(certificate), _facts(certificate, sealed))
        for (tone, sentence, certificate), sealed in alike.items()
    ]


def _judge(paper: Attachment, seal) -> tuple[str, str]:
    if not holds(seal, paper):
        return "red", _("The seal in the stored file does not hold: the file was altered.")
    if not seal.was_valid:
        return "red", _("The certificate was not valid when the paper was sealed.")
    return (
        "green",
        _("The seal is unbroken, and the certificate was valid when the paper was sealed."),
    )


def _facts(certificate, sealed: list[Attachment]) -> list[Fact]:
    names = dict(settings.LANGUAGES)
    when = [
        f"{names.get(paper.language, paper.language)} – {date_and_time(paper.seal.sealed_at)}"
        for paper in sealed
    ]
    facts = [
        Fact(_("Sealed"), ", ".join(when)),
        Fact(_("Certificate"), certificate.subject, reverse("public_certificates")),
        Fact(
            pgettext("certificate", "Valid"),
            f"{numeric(certificate.valid_from)} – {numeric(certificate.valid_until)}",
        ),
        Fact(_("Fingerprint of the certificate (SHA-256)"), certificate.fingerprint),
    ]
    if all(paper.seal.has_time_stamp for paper in sealed):
        facts.insert(1, Fact(_("Time stamp"), _("confirmed by an outside server")))
    return facts


def _since_then(certificate) -> str:
    """What became of the certificate later, which takes nothing from the seal."""
    if certificate.is_sample:
        return _("It is the certificate of a sample installation: it has no legal force.")
    if certificate.valid_until < timezone.now():
        return _("The certificate has expired since; the seal stays good.")
    if certificate.retired_at:
        return _("The certificate was replaced on %(date)s; the seal stays good.") % {
            "date": numeric(certificate.retired_at)
        }
    return ""


@dataclass(frozen=True)
class SignatureShown:
    """What is said of a signature file: green only where it is known who signed."""

    name: str
    tone: str
    sentence: str
    facts: list[Fact]


def signature_shown(signature: SignatureFile) -> SignatureShown:
    """A signature file as anyone may know it; altered since, nothing of it counts any more."""
    if not _still_fits(signature):
        tone, sentence = (
            "red",
            _("It does not fit this paper any more: one of the two was altered."),
        )
    else:
        tone, sentence = "green" if signature.is_proven else "amber", signature.sentence
    return SignatureShown(signature.attachment.name, tone, sentence, _signature_facts(signature))


def _still_fits(signature: SignatureFile) -> bool:
    """Whether both stored files are still those that were compared: both are read each time."""
    try:
        content, data = signature.paper.blob.read(), signature.attachment.blob.read()
    except (OSError, FileAltered):
        return False
    # What could not be checked when it was brought in cannot be checked now either.
    return signature.verdict != "right" or _is_right(data, content)


def _is_right(data: bytes, content: bytes) -> bool:
    try:
        return read_detached(data, content).verdict == "right"
    except SignatureRefused:
        return False


def _signature_facts(signature: SignatureFile) -> list[Fact]:
    signed = date_and_time(signature.signed_at) if signature.signed_at else ""
    facts = [
        Fact(_("Signer"), signature.signer),
        Fact(_("Certificate issued by"), signature.issuer),
        Fact(pgettext("signature file", "Signed"), signed),
        Fact(_("Algorithm"), signature.algorithm),
    ]
    if signature.root_fingerprint:
        facts += [
            Fact(_("Trusted root"), signature.root),
            Fact(_("Fingerprint of the root (SHA-256)"), signature.root_fingerprint),
        ]
    return facts
