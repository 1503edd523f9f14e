"""Filling in a process card: one form with its rows; its words become the text (004/4.1)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import EditPage
from documents.forms.card_rows import SETS
from documents.forms.process_card import CardForm
from documents.models import DocumentVersion, ProcessCard
from documents.models.card_filling import fill

from .drafting import OfDraft


class CardEdit(OfDraft, EditPage):
    """The card of a draft; two writers at once are told of each other."""

    model = DocumentVersion
    form_class = CardForm
    permission = "documents.change_processcard"
    template_name = "documents/card_edit.html"
    title = gettext_lazy("Process card")
    deed_name = "change_process_card"

    def get_title(self):
        return f"{super().get_title()} · {self.version}"

    def permission_object(self):
        versions = DocumentVersion.objects.visible_to(self.request.user)
        self.version = get_object_or_404(
            versions.select_related("document__type", "document__process"), pk=self.kwargs["pk"]
        )
        return self.version

    def dispatch(self, request, *args, **kwargs):
        may = request.user.has_perm(self.permission, self.permission_object())
        if may and getattr(self.version.document, "process", None) is None:
            messages.error(
                request,
                _("Say first which process this is the card of: on the page of the process."),
            )
            return HttpResponseRedirect(self.version.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        if self.request.method == "POST" and getattr(self, "locking", False):
            # The version is locked, not the card: a new card has no row yet.
            self.version.refresh_from_db(from_queryset=DocumentVersion.objects.select_for_update())
        process = self.version.document.process
        return ProcessCard.objects.filter(version=self.version).first() or ProcessCard(
            version=self.version,
            owner=process.owner,
            head=process.head,
            criteria=process.criteria,
            revision=0,
        )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def post(self, request, *args, **kwargs):
        if (more := request.POST.get("more")) in SETS:
            return self.one_row_more(more)
        return super().post(request, *args, **kwargs)

    def one_row_more(self, name: str):
        """Without a script the server adds the row; what is typed stays as it is."""
        self.object = self.get_object()
        data = self.request.POST.copy()
        total = data.get(f"{name}-TOTAL_FORMS", "")
        data[f"{name}-TOTAL_FORMS"] = str(int(total) + 1 if total.isdecimal() else 1)
        form = CardForm(data, instance=self.object, reader=self.request.user)
        form.as_typed()
        revision = data.get("revision", "")
        return self.render_to_response(self.get_context_data(form=form, revision=revision))

    def form_valid(self, form):
        if not self.request.user.has_perm(self.permission, self.version):
            form.add_error(None, _("This version is no longer a draft."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form):
        card = form.instance
        card.version = self.version
        card.revision += 1
        card._change_reason = self.deed_name
        try:
            fill(card, form.rows())
        except (IntegrityError, ValidationError):
            card.revision -= 1
            raise
        return self.version

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"process": self.version.document.process, **kwargs})

    def get_cancel_url(self):
        return self.version.get_absolute_url()

    def get_success_url(self):
        return self.version.get_absolute_url()
