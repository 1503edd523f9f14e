"""Papers of copies: the numbered print, the uncontrolled one, the lists to sign (P-22)."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common.models import Attachment, Blob, deed, record
from common.printing import show
from common.views.files import serve
from common.views.page import ObjectPage
from documents import openings
from documents.copies_pdf import NoPaper, copy_pdf, uncontrolled_pdf
from documents.lists_pdf import act_pdf, cover_pdf, distribution_pdf
from documents.models import CopyKind, DestructionAct, DocumentVersion, PaperCopy
from documents.pdf import frozen_paper, paper_languages, paper_name

COPY = "copy"


class PrintPage(ObjectPage, SingleObjectMixin, View):
    """A paper made for one reader; where nothing can be printed, a sentence says why."""

    def get_queryset(self):
        return super().get_queryset().distinct()

    def get(self, request, *args, **kwargs):
        try:
            return self.answer()
        except NoPaper:
            messages.warning(request, _("There is no PDF of it yet that could be printed."))
            return HttpResponseRedirect(self.object.get_absolute_url())

    def answer(self):
        raise NotImplementedError


class Uncontrolled(PrintPage):
    """A print of a version that says on every page that nobody keeps it up to date."""

    model = DocumentVersion
    permission = "documents.view_documentversion"

    def answer(self):
        version, language = self.object, self.kwargs["language"]
        if version.is_external:
            language = self.request.LANGUAGE_CODE
        elif language not in paper_languages(version):
            raise Http404
        openings.note(self.request.user, version)
        name = f"uncontrolled_{paper_name(version, language)}"
        return show(uncontrolled_pdf(version, language), name)


class Cover(PrintPage):
    """The cover sheet of a control copy from outside."""

    model = DocumentVersion
    permission = "documents.view_documentversion"

    def answer(self):
        if not self.object.is_external:
            raise Http404
        openings.note(self.request.user, self.object)
        language = self.request.LANGUAGE_CODE
        return show(cover_pdf(self.object, language), f"cover_{paper_name(self.object, language)}")


class Distribution(PrintPage):
    """The list on which holders sign for their copies."""

    model = DocumentVersion
    permission = "documents.view_copies"

    def answer(self):
        version = self.object
        copies = PaperCopy.objects.visible_to(self.request.user).filter(version=version).for_list()
        openings.note(self.request.user, version)
        data = distribution_pdf(version, copies.order_by("number"), self.request.LANGUAGE_CODE)
        return show(data, f"distribution_{paper_name(version, self.request.LANGUAGE_CODE)}")


class ActPaper(PrintPage):
    model = DestructionAct
    permission = "documents.view_destructionact"

    def answer(self):
        return show(act_pdf(self.object), f"act_{self.object.pk}.pdf")


class CopyPrint(PrintPage):
    """The numbered print of a copy: made once for its holder, kept, its hash in the journal."""

    model = PaperCopy
    permission = "documents.keep_papercopy"
    title = gettext_lazy("Print the copy")

    def get_queryset(self):
        return super().get_queryset().for_list()

    def not_now(self, *, may):
        return self.object.why_not_printed if may else ""

    def answer(self):
        copy, version = self.object, self.object.version
        openings.note(self.request.user, version)
        if copy.kind == CopyKind.ORIGINAL and not version.is_external:
            if paper := frozen_paper(version, copy.language):
                return serve(paper, inline=True)
            raise NoPaper
        return serve(self.kept(copy) or self.make(copy), inline=True)

    def kept(self, copy) -> Attachment | None:
        """The print that was made for this very holder."""
        if copy.printed_for != holder_key(copy):
            return None
        return Attachment.objects.of(copy).filter(kind=COPY).order_by("-pk").first()

    def make(self, copy) -> Attachment:
        key = holder_key(copy)
        blob = Blob.store([copy_pdf(copy)])
        with deed(by=self.request.user):
            copy.refresh_from_db(from_queryset=PaperCopy.objects.select_for_update())
            if copy.printed_for == key and (kept := self.kept(copy)):
                return kept  # somebody printed it at this moment
            name = f"{copy.shown_number}_{paper_name(copy.version, copy.language)}"
            paper = Attachment.objects.create(
                owner=copy,
                blob=blob,
                name=name,
                kind=COPY,
                language=copy.language,
                added_by=self.request.user,
            )
            copy.printed_for, copy._change_reason = key, "print_copy"
            copy.save()
            record(copy, "print_copy", by=self.request.user, sha256=blob.sha256)
        return paper


def holder_key(copy) -> str:
    """For whom a print is made; another holder gets another print."""
    return f"{copy.holder_id or ''}·{copy.holder_words}·{copy.place}"[:300]
