"""Letters on paper: the letterhead, the label, a scan with the registration stamp (RI-05)."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from common.models import Attachment
from common.printing import show
from common.views.page import ObjectPage
from documents.mail_pdf import can_be_stamped, label_pdf, mail_languages, stamped_pdf
from documents.models import Correspondence, Direction

from .route_pages import PaperPage, SignatureAdd


class LetterPaper(PaperPage):
    """An outgoing letter on its letterhead: the kept paper, or a print made now."""

    model = Correspondence
    permission = "documents.view_correspondence"

    def get_language(self):
        if self.object.direction != Direction.OUTGOING or not mail_languages(self.object):
            raise Http404
        return super().get_language()


class LetterSignatureAdd(SignatureAdd):
    """A signature file, made elsewhere, on a signed letter."""

    model = Correspondence
    permission = "documents.add_signature_to_correspondence"


class Label(ObjectPage, SingleObjectMixin, View):
    """The registration stamp as a label."""

    model = Correspondence
    permission = "documents.stamp_letter"

    def get(self, request, *args, **kwargs):
        if not self.object.number or self.object.direction == Direction.OUTGOING:
            raise Http404
        return show(label_pdf(self.object), _file_name(self.object, "label"))


class StampedScan(ObjectPage, SingleObjectMixin, View):
    """A copy of a scan with the stamp on its first page."""

    model = Correspondence
    permission = "documents.stamp_letter"

    def get(self, request, *args, **kwargs):
        letter = self.object
        file = get_object_or_404(Attachment.objects.of(letter), pk=self.kwargs["file"])
        if not letter.number or not can_be_stamped(file.name):
            raise Http404
        return show(stamped_pdf(letter, file.blob.read()), _file_name(letter, "stamped"))


def _file_name(letter, ending: str) -> str:
    stem = letter.number or f"draft-{letter.pk}"
    return f"{stem}_{ending}.pdf".replace("/", "-").replace(" ", "_")
