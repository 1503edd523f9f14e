"""One search over everything the reader may see."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.views import Page
from documents.models import Document
from people.models import Person

SHOWN = 20


class Search(Page, TemplateView):
    """Documents by code, title and text; people by name."""

    template_name = "pages/board.html"
    permission = "people.view_person"
    title = gettext_lazy("Search")

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").strip()
        if not words:
            return super().get_context_data(
                lead=_("Type words from a code, a title, a text or a name."), **kwargs
            )
        user = self.request.user
        documents = Document.objects.visible_to(user).for_list().search(words)[:SHOWN]
        people = Person.objects.visible_to(user).search(words)[:SHOWN]
        lists = [
            {
                "title": _("Documents"),
                "items": [
                    {"title": str(d.title), "sub": d.code, "url": d.get_absolute_url()}
                    for d in documents
                ],
                "empty": _("Nothing was found."),
            },
            {
                "title": _("People"),
                "items": [
                    {"title": p.full_name, "sub": p.email, "url": p.get_absolute_url()}
                    for p in people
                ],
                "empty": _("Nothing was found."),
            },
        ]
        return super().get_context_data(
            lead=_("Found for “%(words)s”") % {"words": words}, lists=lists, **kwargs
        )
