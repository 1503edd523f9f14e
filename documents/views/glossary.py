"""The glossary: what the words of quality mean here (004/2, terms)."""

from django.conf import settings
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import deeds
from common.models import JournalEntry
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, Tab
from documents.forms.template import TermForm
from documents.models import Term


def other_words(term: Term) -> str:
    """The word in the other two languages."""
    reader = get_language()
    words = (term.word.get(code) for code, _name in settings.LANGUAGES if code != reader)
    return " · ".join(word for word in words if word and word != str(term.word))


def synonyms(term: Term) -> str:
    """Other words for it in the reader's own language, and in no other."""
    return term.synonyms.get(get_language() or "", "")


class Glossary(ListPage):
    """Every word with its meaning, for all staff."""

    model = Term
    permission = "documents.view_term"
    title = _("Glossary")
    lead = _("What the words of quality management mean here, and what else they are called.")
    empty_text = _("There is no word here yet.")
    empty_hint = _("Begin with the words that people ask about.")
    add_permission = "documents.add_term"
    add_label = _("New word")
    add_url = reverse_lazy("documents:term_add")
    columns = [
        Column("word", _("Word"), str, sort="sorted_as"),
        Column("definition", _("Meaning"), lambda t: t.definition),
        Column("synonyms", _("Synonyms"), synonyms),
        Column("others", _("In the other languages"), other_words),
        Column("source", _("Source"), lambda t: t.source, sort="source"),
    ]


class TermDetail(DetailPage):
    """One word in all languages."""

    model = Term
    permission = "documents.view_term"

    def steps(self):
        if not self.request.user.has_perm("documents.change_term", self.object):
            return []
        url = reverse("documents:term_edit", args=[self.object.pk])
        return [{"label": _("Change"), "url": url, "primary": True}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(lead=str(self.object.definition), **kwargs)

    def facts(self):
        term, reader = self.object, get_language()
        facts = [Fact(_("Synonyms"), synonyms(term)), Fact(_("Source"), term.source)]
        for code, name in settings.LANGUAGES:
            if code == reader or not term.word.get(code):
                continue
            parts = [term.word[code], term.definition.get(code, ""), term.synonyms.get(code, "")]
            facts.append(Fact(name, " – ".join(part for part in parts if part)))
        return facts

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class TermCreate(CreatePage):
    model = Term
    form_class = TermForm
    permission = "documents.add_term"
    title = _("New word")

    def get_cancel_url(self):
        return reverse("documents:glossary")


class TermEdit(EditPage):
    model = Term
    form_class = TermForm
    permission = "documents.change_term"
    title = _("A word of the glossary")
