"""Two versions of a document side by side: on the screen and on paper (004/4.2.3)."""

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from common.printing import pdf_response
from common.views.page import ObjectPage
from documents import openings
from documents.content import diff
from documents.content.sides import Side, side_by_side
from documents.forms.compare import CompareForm
from documents.models import Document, DocumentVersion


class Compare(ObjectPage, DetailView):
    """Any two versions that the reader may see, in one of their languages."""

    model = Document
    permission = "documents.view_document"
    template_name = "documents/compare.html"
    title = gettext_lazy("Differences")

    def get_queryset(self):
        return super().get_queryset().select_related("type")

    def get(self, request, *args, **kwargs):
        self.versions = list(
            DocumentVersion.objects.visible_to(request.user)
            .filter(document=self.object)
            .prefetch_related("texts")
        )
        self.choose()
        for version in filter(None, (self.old, self.new)):
            openings.note(request.user, version)
        if request.GET.get("as") == "pdf" and self.old and self.new:
            return self.as_pdf()
        return super().get(request, *args, **kwargs)

    def choose(self):
        """The two asked for; else what is in force, or the newest, and the one before it."""
        known = {str(version.pk): version for version in self.versions}
        asked = self.request.GET
        published = [v for v in self.versions if v.state == "in_force"] or self.versions
        self.new = known.get(asked.get("to", "")) or (published[0] if published else None)
        earlier = [
            v for v in self.versions if self.new and self._number(v) < self._number(self.new)
        ]
        self.old = known.get(asked.get("from", "")) or (earlier[0] if earlier else None)
        if self.old is None and self.new and self.versions[0] != self.new:
            self.old, self.new = self.new, self.versions[0]  # the first one, and what follows it
        if self.old and self.new and self._number(self.old) > self._number(self.new):
            self.old, self.new = self.new, self.old
        languages = {
            text.language
            for v in (self.old, self.new)
            if v is not None
            for text in v.texts_that_count()
        }
        self.languages = [code for code, _name in settings.LANGUAGES if code in languages]
        wanted = [asked.get("lang", ""), self.request.LANGUAGE_CODE, *self.languages]
        self.language = next((code for code in wanted if code in languages), "ky")

    def _number(self, version):
        return version.issue, version.change

    def _html(self, version) -> str:
        """The text in this very language: two languages are never compared with each other."""
        texts = [t for t in version.texts.all() if t.language == self.language]
        return texts[0].html if texts else ""

    def lacking(self) -> str:
        """A sentence where one of the two has no text in this language."""
        for version in (self.old, self.new):
            if version is not None and not self._html(version):
                name = dict(settings.LANGUAGES)[self.language]
                return _("%(version)s has no text in this language: %(language)s.") % {
                    "version": version,
                    "language": _(name),
                }
        return ""

    def rows(self) -> tuple[list[dict], dict[str, int]]:
        """What changed with its neighbours, at its side, and how much of each kind."""
        if not (self.old and self.new):
            return [], {}
        changes = diff.compare(self._html(self.old), self._html(self.new))
        shown = changes if self.request.GET.get("all") else diff.changed_only(changes)
        return [dressed(side) for side in side_by_side(shown)], diff.summary(changes)

    def get_context_data(self, **kwargs):
        rows, summary = self.rows()
        query = self.request.GET.copy()
        query["as"] = "pdf"
        initial = {
            "from": self.old and str(self.old.pk),
            "to": self.new and str(self.new.pk),
            "lang": self.language,
        }
        return super().get_context_data(
            form=CompareForm(initial=initial, versions=self.versions, languages=self.languages),
            old=self.old,
            new=self.new,
            language=self.language,
            lacking=self.lacking(),
            rows=rows,
            summary=counted(summary),
            pdf_url=f"?{query.urlencode()}",
            **kwargs,
        )

    def as_pdf(self):
        rows, summary = self.rows()
        context = {
            "title": self.object.title.in_language(self.language),
            "code": self.object.code,
            "old": self.old,
            "new": self.new,
            "rows": rows,
            "summary": counted(summary),
            "lacking": self.lacking(),
        }
        name = f"{self.object.code}_{self.old.issue}-{self.old.change}_"
        name += f"{self.new.issue}-{self.new.change}_{self.language}.pdf"
        return pdf_response("print/compare.html", context, name)


def words_of_kinds() -> dict[str, str]:
    """What happened to a block, in a word: colour alone says nothing."""
    return {
        "changed": _("changed"),
        "added": _("added"),
        "removed": _("taken out"),
        "moved": _("moved"),
    }


def dressed(side: Side) -> dict:
    """A row as a template shows it."""
    words = words_of_kinds()
    label = words.get(side.kind, "")
    if side.kind == "moved" and side.reworded:
        label = f"{label}, {words['changed']}"
    return {
        "kind": side.kind,
        "label": label,
        "count": side.count,
        "old": _shown(side.old),
        "new": _shown(side.new),
    }


def _shown(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 -- blocks of texts, sanitised when they were saved


def counted(summary: dict[str, int]) -> str:
    """“changed: 3, added: 1”."""
    words = words_of_kinds()
    return ", ".join(f"{words[kind]}: {n}" for kind, n in summary.items() if n and kind in words)
