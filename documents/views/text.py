"""Bringing in a text from a file, and typing it in the editor."""

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.models import Attachment, Blob, deed, record
from common.views import EditPage
from common.views.act import ObjectActPage
from common.views.page import ObjectPage
from documents.content import diff
from documents.forms.text import ImportForm, TextForm
from documents.models import DocumentVersion, VersionText
from documents.models.worded import ORIGINALS, TAKE_AWAY

from .drafting import OfDraft


class TextImport(OfDraft, ObjectPage, SingleObjectMixin, FormView):
    """A file becomes the text of a draft; blocks that stayed the same keep their ids."""

    model = DocumentVersion
    permission = "documents.write_documentversion"
    template_name = "pages/form.html"
    form_class = ImportForm
    title = gettext_lazy("Bring in a text")

    def get_initial(self):
        original = self.object.original
        return {"language": original.language if original else self.request.LANGUAGE_CODE}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            lead=_(
                "Headings, numbering, tables and lists are kept. The text of this language in the "
                "draft is replaced; clauses that stayed the same keep their identity, so that the "
                "difference stays readable."
            ),
            cancel_url=self.object.get_absolute_url(),
            submit_label=_("Bring in"),
            **kwargs,
        )

    def form_valid(self, form):
        version, imported = self.object, form.imported
        language = form.cleaned_data["language"]
        source = Blob.store(form.cleaned_data["file"].chunks())
        with deed(by=self.request.user):
            version.refresh_from_db(from_queryset=DocumentVersion.objects.select_for_update())
            if not self.request.user.has_perm(self.permission, version):
                form.add_error(None, _("This version is no longer a draft."))
                return self.form_invalid(form)
            text = version.texts.filter(language=language).first()
            if text is None:
                text = VersionText(
                    version=version, language=language, is_original=not version.texts.exists()
                )
            before = text.html or self._text_before(version, language)
            text.html = diff.carry_ids(before, imported.html) if before else imported.html
            text.revision += 1
            text.save()
            Attachment.objects.create(
                owner=version,
                blob=source,
                name=form.cleaned_data["file"].name,
                kind="source",
                language=language,
                added_by=self.request.user,
            )
            record(version, "import", by=self.request.user, language=language, sha256=source.sha256)
        # What the stamps of the file say helps whoever enters it as approved on paper.
        facts = {key: str(value) for key, value in imported.head.items()}
        self.request.session["stamps"] = {"version": version.pk, **facts}
        messages.success(self.request, _("The text is here. Read it through once."))
        for warning in imported.warnings:
            messages.warning(self.request, str(warning))
        return HttpResponseRedirect(f"{version.get_absolute_url()}?lang={language}")

    def _text_before(self, version, language) -> str:
        before = version.version_before()
        text = before.texts.filter(language=language).first() if before else None
        return text.html if text else ""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class TextEdit(OfDraft, EditPage):
    """The text in the editor; two writers at once are told of each other."""

    model = DocumentVersion
    form_class = TextForm
    permission = "documents.write_documentversion"
    template_name = "documents/text_edit.html"

    def get_title(self):
        return f"{self.version} · {self.text.get_language_display()}"

    def permission_object(self):
        if self.kwargs["language"] not in dict(settings.LANGUAGES):
            raise Http404
        versions = DocumentVersion.objects.visible_to(self.request.user)
        self.version = get_object_or_404(versions, pk=self.kwargs["pk"])
        self.text = self._text()
        return self.version

    def _text(self):
        language = self.kwargs["language"]
        return VersionText.objects.filter(
            version=self.version, language=language
        ).first() or VersionText(
            version=self.version,
            language=language,
            is_original=not self.version.texts.exists(),
            revision=0,
        )

    def get_object(self, queryset=None):
        if self.request.method == "POST" and getattr(self, "locking", False):
            # The version is locked, not the text: a text in a new language has no row yet.
            self.version.refresh_from_db(from_queryset=DocumentVersion.objects.select_for_update())
            self.text = self._text()
        return self.text

    def form_valid(self, form):
        if not self.request.user.has_perm(self.permission, self.version):
            form.add_error(None, _("This version is no longer a draft."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form):
        """Emptied is taken away: a language without words counts nowhere."""
        if not form.is_emptied:
            return super().save(form).version
        self.deed_name = TAKE_AWAY
        self.version.drop_text(self.kwargs["language"])
        return self.version

    def details(self, form):
        if form.is_emptied:
            return {"language": self.kwargs["language"]}
        return super().details(form)

    def saved_message(self):
        if self.deed_name == TAKE_AWAY:
            return taken_away(self.text)
        return super().saved_message()

    def get_context_data(self, **kwargs):
        """A translation that is not needed can be taken away from here."""
        may = self.text.pk and not self.text.is_original
        url = may and reverse("documents:text_away", args=[self.version.pk, self.text.language])
        return super().get_context_data(away_url=url or "", **kwargs)

    def get_cancel_url(self):
        return self.version.get_absolute_url()

    def get_success_url(self):
        return f"{self.version.get_absolute_url()}?lang={self.kwargs['language']}"


class TextAway(OfDraft, ObjectActPage):
    """A language that a version does not need is taken out of the draft."""

    model = DocumentVersion
    form_class = Form
    permission = "documents.write_documentversion"
    submit_label = gettext_lazy("Take this text away")
    sentence = gettext_lazy(
        "The version goes without this language: it is not printed and not sealed in it, and the "
        "next version begins without it. What was written stays in the history."
    )
    danger = True

    def permission_object(self):
        version = super().permission_object()
        self.text = get_object_or_404(version.texts, language=self.kwargs["language"])
        return version

    def not_now(self, *, may):
        return super().not_now(may=may) or (str(ORIGINALS) if self.text.is_original else "")

    def get_title(self):
        return f"{self.submit_label} · {self.text.get_language_display()}"

    def act(self, form):
        self.object.take_text_away(self.text.language, by=self.request.user)
        return self.object

    def done_sentence(self):
        return taken_away(self.text)


def taken_away(text) -> str:
    """Said after it: which language the version goes without."""
    words = _("The text is taken away: %(language)s. The version goes without it.")
    return words % {"language": text.get_language_display()}


def unfilled_texts(version, user) -> list[dict]:
    """The texts that are not filled in, each with the way into it, and with the way without it."""
    may = user.has_perm("documents.write_documentversion", version)
    return [
        {
            "sentence": one.sentence,
            "language": one.text.get_language_display(),
            "edit_url": may and reverse("documents:text_edit", args=[version.pk, one.language]),
            "away_url": may
            and not one.text.is_original
            and reverse("documents:text_away", args=[version.pk, one.language]),
        }
        for one in version.unfilled()
    ]
