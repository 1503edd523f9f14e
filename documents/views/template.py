"""Templates for new documents: the register, a template, its texts in the editor (DP-01)."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from common import deeds
from common.models import JournalEntry
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, Tab
from documents.forms.template import TemplateForm, TemplateTextForm
from documents.models import DocumentTemplate, TemplateText

LANGUAGES = dict(settings.LANGUAGES)


def offered(template: DocumentTemplate) -> str:
    """Whether authors are offered it."""
    return _("Offered") if template.is_active else _("Not offered")


class TemplateList(ListPage):
    """What new documents may begin with."""

    model = DocumentTemplate
    permission = "documents.view_documenttemplate"
    title = _("Templates")
    lead = _("Skeletons that the text of a new document begins with.")
    empty_text = _("There is no template yet.")
    empty_hint = _("Begin with the kind of document that is written most often.")
    add_permission = "documents.add_documenttemplate"
    add_label = _("New template")
    add_url = reverse_lazy("documents:template_add")
    columns = [
        Column("name", _("Template"), str),
        Column("type", _("Type"), lambda t: t.type, sort="type__order"),
        Column(
            "languages",
            _("Languages"),
            lambda t: ", ".join(text.get_language_display() for text in t.texts_that_count()),
        ),
        Column(
            "state",
            _("State"),
            offered,
            sort="is_active",
            kind="state",
            tone=lambda t: "green" if t.is_active else "grey",
        ),
    ]

    def search_rows(self, rows, words):
        """The list is short: names are compared as people read them."""
        found = [t.pk for t in rows if words.casefold() in f"{t.name} {t.type}".casefold()]
        return rows.filter(pk__in=found)


class TemplateDetail(DetailPage):
    """A template: its text in each language."""

    model = DocumentTemplate
    permission = "documents.view_documenttemplate"

    def get_queryset(self):
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        tone = "green" if self.object.is_active else "grey"
        return super().get_context_data(**kwargs) | {
            "state": {"label": offered(self.object), "tone": tone}
        }

    def _language(self) -> str:
        asked = self.request.GET.get("lang", "")
        languages = [text.language for text in self.object.texts_that_count()]
        return asked if asked in languages else next(iter(languages), "")

    def steps(self):
        if not self.request.user.has_perm("documents.change_documenttemplate", self.object):
            return []
        template, steps = self.object, []
        for code, name in LANGUAGES.items():
            words = _("Edit the text: %(language)s") if template.text_in(code) else None
            words = words or _("Write the text: %(language)s")
            url = reverse("documents:template_text", args=[template.pk, code])
            steps.append({"label": words % {"language": name}, "url": url, "primary": not steps})
        url = reverse("documents:template_edit", args=[template.pk])
        return [*steps, {"label": _("Change"), "url": url}]

    def facts(self):
        return [Fact(_("Type"), self.object.type)]

    def tabs(self):
        return [
            Tab("text", _("Text"), "documents/tab_text.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "history":
            entries = JournalEntry.objects.about(self.object)
            return {"items": deeds.history(entries, self.request.user)}
        language = self._language()
        return {
            "text": self.object.text_in(language),
            "languages": [
                {
                    "name": text.get_language_display(),
                    "url": f"?lang={text.language}",
                    "current": text.language == language,
                }
                for text in self.object.texts_that_count()
            ],
        }


class TemplateCreate(CreatePage):
    model = DocumentTemplate
    form_class = TemplateForm
    permission = "documents.add_documenttemplate"
    title = _("New template")

    def get_cancel_url(self):
        return reverse("documents:templates")


class TemplateEdit(EditPage):
    model = DocumentTemplate
    form_class = TemplateForm
    permission = "documents.change_documenttemplate"
    title = _("The data of a template")


class TemplateTextEdit(EditPage):
    """The text of a template in the editor; two writers at once are told of each other."""

    model = DocumentTemplate
    form_class = TemplateTextForm
    permission = "documents.change_documenttemplate"
    template_name = "documents/text_edit.html"

    def get_title(self):
        return f"{self.template} · {LANGUAGES[self.kwargs['language']]}"

    def permission_object(self):
        if self.kwargs["language"] not in LANGUAGES:
            raise Http404
        templates = DocumentTemplate.objects.visible_to(self.request.user)
        self.template = get_object_or_404(templates, pk=self.kwargs["pk"])
        self.object = self.get_object()
        return self.template

    def get_object(self, queryset=None):
        if self.request.method == "POST" and getattr(self, "locking", False):
            # The template is locked, not the text: a text in a new language has no row yet.
            locked = DocumentTemplate.objects.select_for_update()
            self.template.refresh_from_db(from_queryset=locked)
        language = self.kwargs["language"]
        text = self.template.texts.filter(language=language).first()
        return text or TemplateText(template=self.template, language=language, revision=0)

    def save(self, form):
        return super().save(form).template

    def get_cancel_url(self):
        return self.template.get_absolute_url()

    def get_success_url(self):
        return f"{self.template.get_absolute_url()}?lang={self.kwargs['language']}"
