"""“Sign several”: what waits for my hand, and one password for those I ticked (004/7.3.6)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from common.views import Page
from documents.batch import Batch, key_of, no_longer, sign
from documents.forms.batch import BatchForm
from people.models import lacks_statement


# Coming back from a text that was just read, the page is asked for anew: it can be ticked now.
@method_decorator(never_cache, name="dispatch")
class SignSeveral(Page, FormView):
    """Only what was opened since it was frozen can be ticked; whatever fails is told by name."""

    template_name = "documents/batch.html"
    permission = "documents.view_documentversion"
    form_class = BatchForm
    title = gettext_lazy("Sign several")

    def get_form_kwargs(self):
        self.batch = Batch(self.request.user)
        return super().get_form_kwargs() | {"request": self.request, "instance": self.batch}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {
            "papers": [
                {"item": item, "is_ticked": item.key in form.keys} for item in self.batch.items
            ],
            "ready": any(item.is_opened for item in self.batch.items),
            "lacks_statement": lacks_statement(self.request.user.person),
            "cancel_url": reverse("my_work"),
        }

    def form_valid(self, form):
        done = []
        for item in form.ticked:
            seen = form.seen_of(item)
            if refusal := sign(
                item, by=self.request.user, seen=seen, means=form.means, **form.dates()
            ):
                self.not_signed(item.paper, refusal)
            else:
                done.append(str(item.paper))
        gone = self.batch.gone(form.keys)
        for paper in gone:
            self.not_signed(paper, no_longer())
        if done:
            messages.success(self.request, _("Signed: %(papers)s.") % {"papers": ", ".join(done)})
        elif not form.ticked and not gone:
            form.add_error(None, _("Tick at least one paper."))
            return self.form_invalid(form)
        left = len(self.batch.items) > len(done)
        return HttpResponseRedirect(self.request.path if left else reverse("my_work"))

    def not_signed(self, paper, why: str) -> None:
        if self.batch.has_signed(key_of(paper)):
            words = _("%(paper)s: you have signed it already.")
            messages.info(self.request, words % {"paper": paper.headline})
            return
        messages.error(
            self.request,
            _("Not signed – %(paper)s: %(why)s") % {"paper": paper.headline, "why": why},
        )

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
