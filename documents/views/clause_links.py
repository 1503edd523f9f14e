"""The clauses behind which a document stands: its tab, linking and unlinking."""

import re

from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.text import fold
from common.views import Tab
from common.views.act import ObjectActPage
from common.views.page import ObjectPage
from documents.clause_places import Place, places
from documents.forms.library import LinkForm
from documents.models import ClauseLink, Document, StandardClause
from documents.models.clause_link import clauses_of

NUMBER = re.compile(r"\d{1,2}(\.\d{1,2})*\.?")
FOUND = 100


def clauses_tab(document) -> Tab:
    """The tab of a document's page."""
    return Tab("clauses", _("Clauses"), "documents/tab_clauses.html", clauses_of(document).count())


def clauses_context(document, user) -> dict:
    """Its links, with those whose place is no longer in the text in force."""
    links = list(clauses_of(document))
    where = places(links)
    return {
        "links": [{"link": link, "at": where.get(link.pk, Place())} for link in links],
        "may_link": user.has_perm("documents.change_document", document),
    }


def found_clauses(words: str):
    """Clauses by number and words; with no words, those of what the organisation works by."""
    rows = StandardClause.objects.filter(standard__status="published")
    if not words.strip():
        followed = rows.filter(standard__is_followed=True)
        return (followed if followed.exists() else rows).filter(is_requirement=True)
    for typed in words.split():
        if NUMBER.fullmatch(typed):
            rows = rows.filter(number__startswith=typed.rstrip("."))
        else:
            for word in fold(typed).split():
                rows = rows.filter(Q(folded__contains=word) | Q(standard__folded__contains=word))
    return rows


class LinkClause(ObjectActPage):
    """The document, or one place of its text, stands behind a clause (003/2)."""

    model = Document
    form_class = LinkForm
    permission = "documents.change_document"
    template_name = "documents/clause_link.html"
    title = gettext_lazy("Link a clause")
    submit_label = gettext_lazy("Link the clause")

    def get_form_kwargs(self):
        version = self.object.version_in_force()
        self.text = version and version.text_in(self.request.LANGUAGE_CODE)
        self.words = self.request.GET.get("q", "").replace("\0", "")[:100]
        keys = list(found_clauses(self.words).values_list("pk", flat=True)[:FOUND])
        clauses = StandardClause.objects.filter(pk__in=keys).select_related("standard")
        self.count = len(keys)
        ordered = clauses.order_by("-standard__is_followed", "standard__sorted_as", "order")
        return super().get_form_kwargs() | {"clauses": ordered, "text": self.text}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"words": self.words, "count": self.count, "many": self.count == FOUND}

    def act(self, form):
        told = form.cleaned_data
        block = told.get("place", "")
        ClauseLink.objects.link(
            told["clause"],
            self.object,
            by=self.request.user,
            block=block,
            language=self.text.language if self.text else "",
            place=dict(form.places).get(block, ""),
            note=told["note"],
        )
        return self.object

    def done_sentence(self):
        return _("The clause is linked.")

    def where_next(self, done):
        return f"{done.get_absolute_url()}?tab=clauses"

    def get_cancel_url(self):
        return f"{self.object.get_absolute_url()}?tab=clauses"


class UnlinkClause(ObjectPage, SingleObjectMixin, FormView):
    """The document does not stand behind the clause."""

    model = Document
    permission = "documents.change_document"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        link = get_object_or_404(clauses_of(self.object), pk=kwargs["item"])
        link.remove(by=request.user)
        url = reverse("documents:document", args=[self.object.pk])
        return HttpResponseRedirect(f"{url}?tab=clauses")
