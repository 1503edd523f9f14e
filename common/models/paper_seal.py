"""The electronic seal of one kept paper: by which certificate, when, over which file (7.3.6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .certificate import Certificate
from .file import Attachment


class PaperSeal(models.Model):
    """Says which certificate sealed a paper. The seal itself is in the file.

    The fingerprint of the file before it was sealed lets a copy with the right text and another
    seal be told from one with another text.
    """

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="seal")
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="seals", verbose_name=_("certificate")
    )
    sealed_at = models.DateTimeField(_("sealed"))
    has_time_stamp = models.BooleanField(_("time stamp of an outside server"), default=False)
    content_sha256 = models.CharField(max_length=64)
    content_size = models.PositiveBigIntegerField()

    def __str__(self):
        return f"{self.attachment_id} {self.certificate_id}"

    @property
    def was_valid(self) -> bool:
        """Whether the certificate was valid when the paper was sealed."""
        return self.certificate.was_valid(self.sealed_at)
