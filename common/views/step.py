"""The page of a deed: says what will happen, asks what it needs, takes the step or says why not."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django.views.generic.edit import FormMixin

from common.models import StepNotAllowed

from .page import ObjectPage


class StepForm(forms.Form):
    """What a deed asks for; its cleaned data are exactly the deed's keyword arguments."""

    def __init__(self, *args, request, instance, **kwargs):
        self.request, self.instance = request, instance
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict:
        return self.cleaned_data


class StepPage(FormMixin, ObjectPage, DetailView):
    """Takes every step of one lifecycle: the address names the step, the model does it."""

    template_name = "pages/step.html"
    step_forms: dict[str, type[StepForm]] = {}
    sentences: dict[str, str] = {}

    def dispatch(self, request, *args, **kwargs):
        self.name = kwargs["step"]
        if self.name not in self.model.STEPS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def step(self):
        return self.model.STEPS[self.name]

    def get(self, request, *args, **kwargs):
        return self.closed() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if closed := self.closed():
            return closed
        form = self.get_form()
        if not form.is_valid():
            return self.again(form, 422)
        try:
            getattr(self.object, self.name)(by=request.user, **form.arguments())
        except StepNotAllowed:
            return self.too_late(form)
        except PermissionDenied:  # it was theirs a moment ago
            self.object = self.get_object()
            if closed := self.closed():
                return closed
            raise
        except ValidationError as error:
            if getattr(error, "error_dict", None):
                unknown = {k: v for k, v in error.error_dict.items() if k not in form.fields}
                error = ValidationError(list(unknown.values())) if unknown else error
            form.add_error(None, error)
            self.object.refresh_from_db()
            return self.again(form, 422)
        messages.success(request, self.done_sentence())
        return HttpResponseRedirect(self.get_success_url())

    def closed(self):
        """The page that says why the step cannot be taken any more; nothing while it can."""
        if self.object.can(self.name, self.request.user):
            return None
        if self.object.state not in self.step.source:
            return self.too_late(self.get_form())
        if done := self.done_before():
            return self.again(self.get_form(), 409, gone=done)
        raise PermissionDenied

    def done_before(self) -> str:
        """A sentence for the reader whose part of a still open step is done."""
        return ""

    def get_form_class(self):
        return self.step_forms.get(self.name, StepForm)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "instance": self.object}

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def done_sentence(self) -> str:
        return _("Done: %(object)s is now “%(state)s”.") % {
            "object": self.object,
            "state": self.object.get_state_display(),
        }

    def too_late(self, form):
        """Somebody was faster: say so, and show how things stand."""
        self.object.refresh_from_db()
        sentence = _("This step is no longer possible: %(object)s is now “%(state)s”.") % {
            "object": self.object,
            "state": self.object.get_state_display(),
        }
        return self.again(form, 409, gone=sentence)

    def state_badge(self) -> dict:
        tone = getattr(self, "tones", {}).get(self.object.state, "grey")
        return {"label": self.object.get_state_display(), "tone": tone}

    def again(self, form, status, **context):
        response = self.render_to_response(self.get_context_data(form=form, **context))
        response.status_code = status
        return response

    def get_title(self):
        return str(self.step.label)

    def about(self) -> dict:
        """What a subclass shows above the form."""
        return {}

    def get_context_data(self, **kwargs):
        context = {
            "submit_label": self.step.label,
            "cancel_url": self.object.get_absolute_url(),
            "sentence": self.sentences.get(self.name, ""),
            "danger": self.step.danger,
            "number": str(self.object),
            "state": self.state_badge(),
        }
        return super().get_context_data(**context | self.about() | kwargs)
