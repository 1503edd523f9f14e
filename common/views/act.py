"""The page of a deed that is no step of a lifecycle: it asks, does it, or says why not."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.models import AlreadySent, Sent, deed

from .edit import sent_before
from .page import ObjectPage, Page


class ActPage(Page, FormView):
    """A form and a deed; what the model refuses is said on the form, and nothing typed is lost."""

    template_name = "pages/form.html"
    submit_label = ""

    def act(self, form):
        """Do it; gives the thing that its page is opened for."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            with deed(by=self.request.user):
                sent = Sent.take(self.request)
                url = self.where_next(self.act(form))
                if sent:
                    sent.led_to(url)
        except AlreadySent as error:
            return sent_before(self.request, error)
        except ValidationError as error:
            self.refuse(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done_sentence())
        return HttpResponseRedirect(url)

    def refuse(self, form, error: ValidationError) -> None:
        """The refusal beside its field, or above the form where the form has no such field."""
        if getattr(error, "error_dict", None) and set(error.error_dict) - set(form.fields):
            error = ValidationError(error.messages)
        form.add_error(None, error)

    def form_invalid(self, form):
        if before := Sent.before(self.request):
            return sent_before(self.request, before)
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def done_sentence(self) -> str:
        return ""

    def where_next(self, done) -> str:
        return done.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.request.path + "../"

    def get_context_data(self, **kwargs):
        context = {"submit_label": self.submit_label, "cancel_url": self.get_cancel_url()}
        return super().get_context_data(**context | kwargs)


class ObjectActPage(ObjectPage, SingleObjectMixin, ActPage):
    """A deed on one object: the page says first what will happen."""

    template_name = "pages/step.html"
    sentence = ""
    danger = False

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        context = {"sentence": self.sentence, "danger": self.danger, "number": str(self.object)}
        return super().get_context_data(**context | kwargs)
