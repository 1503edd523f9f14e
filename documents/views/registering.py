"""Registering external documents: the card with its first edition, later changes (4.2.3-c)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.views import CreatePage, EditPage
from common.views.act import ObjectActPage
from documents.external import newest_number, register_edition
from documents.forms.external import ExternalAddForm, ExternalChangeForm, ExternalForm
from documents.models import Document


def _of(name: str, document) -> str:
    return reverse(f"documents:{name}", args=[document.pk])


class ExternalAdd(CreatePage):
    """Card, first edition and control copy in one form."""

    model = Document
    form_class = ExternalAddForm
    permission = "documents.add_external"
    title = _("Register a document")
    submit_label = _("Register")

    def get_initial(self):
        return {"language": self.request.LANGUAGE_CODE}

    def get_cancel_url(self):
        return reverse("documents:externals")

    def get_success_url(self):
        return _of("external", self.object)

    def save(self, form):
        user = self.request.user
        form.instance.author = form.instance.author or user.person
        document = form.save()
        form.save_facts(document, by=user, reason="register")
        given = form.cleaned_data
        edition = form.edition(given["number"], given["date"])
        register_edition(document, edition, by=user, seen="")
        return document


class ExternalFirst(ExternalAdd):
    """A document whose card is here already gets its facts and its first edition."""

    def get_form_kwargs(self):
        reach = Document.objects.visible_to(self.request.user).external()
        document = get_object_or_404(reach, pk=self.kwargs["pk"])
        kwargs = super().get_form_kwargs()
        if self.request.method == "POST":
            document = Document.objects.get(pk=document.pk)
        return kwargs | {"instance": document}

    def get_cancel_url(self):
        return reverse("documents:external", args=[self.kwargs["pk"]])

    def save(self, form):
        form.instance.revision += 1
        return super().save(form)


class ExternalEdit(EditPage):
    """The card alone: what was registered stays as it was registered."""

    model = Document
    form_class = ExternalForm
    permission = "documents.change_external"
    title = _("The card of an external document")

    def get_queryset(self):
        return super().get_queryset().external()

    def get_cancel_url(self):
        return _of("external", self.object)

    def get_success_url(self):
        return _of("external", self.object)

    def save(self, form):
        document = super().save(form)
        form.save_facts(document, by=self.request.user, reason="change")
        return document


class ExternalChange(ObjectActPage):
    """A later change or a new edition: it supersedes the one before (003/5.4.3)."""

    model = Document
    form_class = ExternalChangeForm
    permission = "documents.change_external"
    title = _("Register a change")
    submit_label = _("Register the change")
    sentence = _(
        "The edition before is superseded, staff are asked to read the new one, and whoever "
        "answers for a document that names it is asked to re-examine theirs."
    )

    def get_queryset(self):
        return super().get_queryset().external()

    def get_initial(self):
        before = self.object.newest_version()
        original = before.original if before else None
        language = original.language if original else self.request.LANGUAGE_CODE
        return {"seen": newest_number(self.object), "language": language}

    def act(self, form):
        given = form.cleaned_data
        edition = form.edition(given["number"], given["date"], given["summary"])
        return register_edition(
            self.object,
            edition,
            by=self.request.user,
            seen=given["seen"],
            is_new_issue=given["is_new_issue"],
        )

    def get_cancel_url(self):
        return _of("external", self.object)

    def done_sentence(self):
        return str(_("The change is registered."))
