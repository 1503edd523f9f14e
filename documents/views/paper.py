"""Papers to open and print: the kept one, or a print made now where there is none (000, 001)."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common.printing import show
from common.views.files import serve
from common.views.page import ObjectPage
from documents import openings
from documents.copies_pdf import marked
from documents.models import DocumentVersion
from documents.models.ending import ENDED
from documents.pdf import frozen_paper, paper_languages, paper_name, paper_pdf


class PaperPage(ObjectPage, SingleObjectMixin, View):
    """The paper of something signable.

    Of what has ended a print is made that says so, unless ``?original=1`` asks for the kept paper.
    """

    def get_queryset(self):
        return super().get_queryset().distinct()

    def get(self, request, *args, **kwargs):
        language = self.get_language()
        openings.note(request.user, self.object)
        if self.object.state not in ENDED or "original" in request.GET:
            if paper := frozen_paper(self.object, language):
                return serve(paper, inline=True)
            if "original" in request.GET:
                raise Http404
        printed = marked(self.render(language), self.object)
        return show(printed, paper_name(self.object, language))

    def get_language(self) -> str:
        """The language asked for; else the reader's, where the paper is whole in it."""
        asked = self.kwargs.get("language") or self.request.GET.get("lang")
        languages = paper_languages(self.object)
        if asked and (asked not in dict(settings.LANGUAGES) or asked not in languages):
            raise Http404
        wanted = asked or self.request.LANGUAGE_CODE
        return wanted if wanted in languages else languages[0]

    def render(self, language: str) -> bytes:
        return paper_pdf(self.object, language, preview=True)


class VersionPaper(PaperPage):
    """A version in the language of one of its texts."""

    model = DocumentVersion
    permission = "documents.view_documentversion"

    def get(self, request, *args, **kwargs):
        if self.object.is_external:  # its paper is the control copy; ours is only its cover
            return HttpResponseRedirect(reverse("documents:cover", args=[self.object.pk]))
        return super().get(request, *args, **kwargs)
