"""Hanging a qualified signature, made elsewhere, on an approved paper (004/7.3.6)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.models import Blob, deed
from common.views.page import ObjectPage
from documents.forms.signature import SignatureForm
from documents.models import SignatureFile
from documents.pdf import kept_papers


class SignatureAdd(ObjectPage, SingleObjectMixin, FormView):
    """Choose the signature file; one of another paper is refused."""

    template_name = "pages/form.html"
    form_class = SignatureForm
    title = gettext_lazy("Attach a signature file")

    def get_queryset(self):
        return super().get_queryset().distinct()

    def get(self, request, *args, **kwargs):
        if not kept_papers(self.object):
            messages.warning(request, _("The sealed paper is being made: come back in a minute."))
            return HttpResponseRedirect(self.object.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"papers": kept_papers(self.object)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cancel_url=self.object.get_absolute_url(), submit_label=_("Attach"), **kwargs
        )

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        file.seek(0)
        blob = Blob.store(file.chunks())
        try:
            with deed(by=self.request.user):
                type(self.object)._base_manager.select_for_update().get(pk=self.object.pk)
                made = SignatureFile.objects.hang_on(
                    form.paper,
                    name=file.name,
                    blob=blob,
                    found=form.found,
                    by=self.request.user,
                )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        tell = messages.success if made.is_proven else messages.warning
        tell(self.request, made.sentence)
        return HttpResponseRedirect(f"{self.object.get_absolute_url()}?tab=files")

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
