"""Qualified signatures in separate files, hung on a kept paper (004/7.3.6)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Attachment, record

PAPER = "paper"
KIND = "signature"


class SignatureFileManager(models.Manager["SignatureFile"]):
    def of_papers(self, papers):
        """The signature files of these papers, the oldest first."""
        return (
            self.filter(paper__in=papers)
            .select_related("attachment__blob", "paper__blob")
            .order_by("pk")
        )

    def hang_on(self, paper: Attachment, *, name: str, blob, found, by) -> "SignatureFile":
        """Keep a signature file with what it says; inside a deed."""
        if self.filter(paper=paper, attachment__blob=blob).exists():
            raise ValidationError({"file": _("This signature is attached already.")})
        owner = paper.owner
        attachment = Attachment.objects.create(
            owner=owner, blob=blob, name=name, kind=KIND, language=paper.language, added_by=by
        )
        made = self.create(
            paper=paper,
            attachment=attachment,
            signer=found.signer,
            issuer=found.issuer,
            signed_at=found.signed_at,
            algorithm=found.algorithm[:120],
            verdict=found.verdict,
            trust=found.trust.kind,
            root=found.trust.root,
            root_fingerprint=found.trust.fingerprint,
        )
        record(
            owner,
            "attach_signature",
            by=by,
            sha256=blob.sha256,
            paper=paper.blob.sha256,
            verdict=found.verdict,
            trust=found.trust.kind,
            root=found.trust.fingerprint,
        )
        return made


class SignatureFile(models.Model):
    """One person's signature over a kept paper, made by the program of a certification centre.

    It was compared with the paper when it was brought in; another file's signature is refused.
    That it fits says nothing of who signed: `trust` keeps whether the certificate then led to a
    trusted root, and to which.
    """

    class Verdict(models.TextChoices):
        RIGHT = "right", _("The signature fits this paper and verifies.")
        HASH_ONLY = (
            "hash_only",
            _("It was made over this very paper; the signature itself cannot be checked here."),
        )
        UNCHECKED = (
            "unchecked",
            _("It cannot be checked here: check it by the program of its certification centre."),
        )

    class Trust(models.TextChoices):
        """What is said of a file that fits and verifies: whether it is known who signed."""

        KNOWN = (
            "known",
            _(
                "The file fits this paper, and a certification centre trusted here vouches for "
                "who signed."
            ),
        )
        UNKNOWN = (
            "unknown",
            _(
                "The file fits this paper, but the centre that issued the certificate is not known "
                "here: who signed is not proven."
            ),
        )
        OWN = (
            "own",
            _(
                "The file fits this paper, but the certificate was issued by itself: anybody can "
                "make such a one, and who signed is not proven."
            ),
        )
        INVALID = (
            "invalid",
            _(
                "The file fits this paper, but the certificate was not valid for signing at that "
                "moment: who signed is not proven."
            ),
        )

    paper = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="signature_files")
    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, related_name="signature_file"
    )
    signer = models.CharField(_("signer"), max_length=300, blank=True)
    issuer = models.CharField(_("certificate issued by"), max_length=300, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True)
    algorithm = models.CharField(_("algorithm"), max_length=120)
    verdict = models.CharField(_("result"), max_length=12, choices=Verdict)

    trust = models.CharField(max_length=12, choices=Trust, default=Trust.UNKNOWN)
    root = models.CharField(_("trusted root"), max_length=300, blank=True)
    root_fingerprint = models.CharField(max_length=64, blank=True)

    objects = SignatureFileManager()

    def __str__(self):
        return self.signer or self.algorithm

    @property
    def is_proven(self) -> bool:
        """It verifies here, and who signed is known."""
        return (self.verdict, self.trust) == (self.Verdict.RIGHT, self.Trust.KNOWN)

    @property
    def sentence(self) -> str:
        """How far it was checked; of what verifies, whether it is known who signed."""
        if self.verdict == self.Verdict.RIGHT:
            return self.get_trust_display()
        return self.get_verdict_display()
