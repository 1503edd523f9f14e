"""A page that is being printed by the worker: how far it is, and the PDF for who asked for it."""

from django.http import Http404
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View

from common import prints
from common.models import PrintJob
from common.printing import show

from .page import ObjectPage
from .paper import file_name


class PrintPage(ObjectPage, DetailView):
    """Waits for the worker; then opens the PDF."""

    model = PrintJob
    permission = "common.view_printjob"
    template_name = "pages/print_job.html"
    slug_field = slug_url_kwarg = "uid"
    title = gettext_lazy("A page to be printed")

    def get(self, request, *args, **kwargs):
        if self.object.state == PrintJob.State.FAILED:
            prints.opened(self.object)
        return self.render_to_response(self.get_context_data())


class PrintFile(ObjectPage, DetailView, View):
    """The PDF, for nobody but who asked for it."""

    model = PrintJob
    permission = "common.view_printjob"
    slug_field = slug_url_kwarg = "uid"

    def get(self, request, *args, **kwargs):
        if self.object.blob is None:
            raise Http404
        prints.opened(self.object)
        return show(self.object.blob.read(), file_name(self.object.name))
