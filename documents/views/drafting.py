"""Making a version: begin it, change its data, hang files on it."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.models import Attachment, Blob, deed, record
from common.views import CreatePage, EditPage
from common.views.page import ObjectPage
from documents import yearly
from documents.forms.document import NextVersionForm, VersionForm, on_its_way_words
from documents.forms.template import offer_templates
from documents.forms.text import AttachForm
from documents.models import Document, DocumentVersion
from documents.models.card_filling import begin_card


class OfDraft:
    """A page that writes on a draft: who could, and comes too late, is told so."""

    def not_now(self, *, may):
        version = getattr(self, "version", None) or self.object
        if may or version.state == "draft":
            return ""
        as_draft = copy(version)
        as_draft.state = "draft"
        if not self.request.user.has_perm(self.permission, as_draft):
            return ""
        words = _("%(version)s is no longer a draft, it is now “%(state)s”: it is not rewritten.")
        return words % {"version": version, "state": version.get_state_display()}

    def back_url(self):
        return (getattr(self, "version", None) or self.object).get_absolute_url()


class VersionCreate(CreatePage):
    """The next version of a document; its texts begin as copies, so that differences hold."""

    model = DocumentVersion
    form_class = VersionForm
    permission = "documents.add_documentversion"
    title = gettext_lazy("New version")

    def dispatch(self, request, *args, **kwargs):
        documents = Document.objects.visible_to(request.user)
        # Editions of external documents are registered on pages of their own.
        self.document = get_object_or_404(documents.internal(), pk=kwargs["document"])
        return super().dispatch(request, *args, **kwargs)

    def not_now(self, *, may):
        """One version at a time is written; a form that was sent says so beside what was typed."""
        waiting = may and self.request.method == "GET" and self.document.version_on_its_way()
        return on_its_way_words(waiting) if waiting else ""

    def back_url(self):
        return self.document.version_on_its_way().get_absolute_url()

    def get_title(self):
        return f"{super().get_title()} · {self.document.code}"

    def get_success_url(self):
        """With no text yet, on to bringing one in, or to filling in the card."""
        if self.object.is_card:
            return reverse("documents:card_edit", args=[self.object.pk])
        if self.object.texts.exists():
            return self.object.get_absolute_url()
        return reverse("documents:text_import", args=[self.object.pk])

    def get_initial(self):
        return yearly.initial(self.document)

    def get_form_class(self):
        return NextVersionForm if self.document.newest_version() else VersionForm

    def get_form_kwargs(self):
        # The constraints speak of the document, so the form must know it before it is checked.
        return super().get_form_kwargs() | {"document": self.document}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.instance.author = self.request.user.person
        if self.document.newest_version() is None:
            del form.fields["summary"]  # nothing changed in a first version
            offer_templates(form, self.document)
        return form

    def get_context_data(self, **kwargs):
        """Where a change request is asked for and none is accepted, it is said now, not at last."""
        context = super().get_context_data(**kwargs)
        is_further = self.document.newest_version() is not None
        asks = self.document.type.needs_request and is_further
        if asks and "requests" not in context["form"].fields:
            context["lead"] = _(
                "A new version of this kind of document rests on an accepted change request, and "
                "there is none: write it now, it is sent only with one."
            )
        return context

    def get_cancel_url(self):
        return self.document.get_absolute_url()

    def save(self, form):
        version = form.save()
        form.carry(self.request.user)
        before = version.version_before()
        for text in before.texts_that_count() if before else []:
            text.pk, text.version, text._state.adding = None, version, True
            text.save()
        version.suggest_considerations(before)
        card = begin_card(version)
        if (template := form.cleaned_data.get("template")) and card is None:
            template.begin(version)  # a card writes its text itself
        return version


class VersionEdit(OfDraft, EditPage):
    model = DocumentVersion
    form_class = VersionForm
    permission = "documents.change_documentversion"
    title = gettext_lazy("Version data")

    def save(self, form):
        version = super().save(form)
        form.carry(self.request.user)
        return version


class Attach(OfDraft, ObjectPage, SingleObjectMixin, FormView):
    """Attach a file to a draft; it is signed together with the text."""

    model = DocumentVersion
    permission = "documents.change_documentversion"
    template_name = "pages/form.html"
    form_class = AttachForm
    title = gettext_lazy("Attach a file")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cancel_url=self.object.get_absolute_url(), submit_label=_("Attach"), **kwargs
        )

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        blob = Blob.store(file.chunks())
        with deed(by=self.request.user):
            self.object.refresh_from_db(from_queryset=DocumentVersion.objects.select_for_update())
            if not self.request.user.has_perm(self.permission, self.object):
                form.add_error(None, _("This version is no longer a draft."))
                return self.form_invalid(form)
            attachment = Attachment.objects.create(
                owner=self.object, blob=blob, name=file.name, added_by=self.request.user
            )
            record(self.object, "attach", by=self.request.user, sha256=attachment.blob.sha256)
        return HttpResponseRedirect(f"{self.object.get_absolute_url()}?tab=files")

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class Detach(OfDraft, ObjectPage, SingleObjectMixin, FormView):
    """Remove a file from a draft."""

    model = DocumentVersion
    title = gettext_lazy("Remove a file")
    permission = "documents.change_documentversion"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        files = Attachment.objects.of(self.object).filter(kind="attachment")
        with deed(by=request.user):
            self.object.refresh_from_db(from_queryset=DocumentVersion.objects.select_for_update())
            if not request.user.has_perm(self.permission, self.object):
                raise PermissionDenied
            attachment = get_object_or_404(files, pk=kwargs["file"])
            record(self.object, "detach", by=request.user, sha256=attachment.blob.sha256)
            attachment.delete()
        return HttpResponseRedirect(f"{self.object.get_absolute_url()}?tab=files")
