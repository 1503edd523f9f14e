"""Documents already in force on paper, brought in from a list with their scans (004/4.2.3)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import Attachment, Import


class TextSource(models.TextChoices):
    """Where the text of a version came from, when nobody typed it or brought it in as a file."""

    TYPED = "", _("Typed or brought in")
    LAYER = "layer", _("Read from the scan")
    SCAN = "scan", _("Only in the scan")

    @property
    def note(self) -> str:
        """What a paper says of such a text: the signed paper is what counts."""
        if self == TextSource.SCAN:
            return gettext("The text stands only in the scan of the signed paper.")
        if self == TextSource.LAYER:
            return gettext("Read from the scan by machine: the signed paper counts.")
        return ""


class PaperImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who manage documents."""
        return self if user.has_perm("documents.import_papers") else self.none()

    def for_list(self):
        return self.select_related("by__person")


class PaperImport(Import):
    """A list of documents in force and the scans that came with it.

    ``files`` says of each by its folded name: name, kind, hash, pages, whether its pages hold
    text. The worker brings the rows in one by one; whoever goes on after an interruption finds
    what is in already and leaves it.
    """

    files = models.JSONField(default=dict)
    claimed_at = models.DateTimeField(null=True)
    attachments = GenericRelation(Attachment)

    objects = PaperImportQuerySet.as_manager()

    def get_absolute_url(self):
        return reverse("documents:papers", args=[self.pk])
