"""The map of processes: drawn from the cards in force, with every arrow in words below."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.models import deed, record
from common.printing import pdf_response
from common.views.page import Page
from documents.models import Process
from documents.models.process_network import network
from documents.process_map import drawing


def grouped(processes) -> list[tuple[str, list]]:
    """Processes under the names of their groups; those of units and of no group stand last."""
    known = {process.pk: process for process in processes}
    found: dict[str, list] = {str(process): [] for process in processes if process.is_group}
    for process in processes:
        if process.is_group:
            continue
        top = known.get(process.parent_id)
        while top is not None and not top.is_group:
            top = known.get(top.parent_id)
        name = str(top) if top else str(process.get_level_display())
        found.setdefault(name, []).append(process)
    return [(name, rows) for name, rows in found.items() if rows]


class ProcessMap(Page, TemplateView):
    """Who gives what to whom, at one look (003/5.4.1; 002/5)."""

    permission = "documents.view_process"
    template_name = "documents/process_map.html"
    title = gettext_lazy("Process map")

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") != "pdf":
            return super().get(request, *args, **kwargs)
        name = f"{self.get_title()}_{localdate():%Y-%m-%d}.pdf"
        answer = pdf_response("print/process_map.html", self.get_context_data(), name)
        say_taken(request, "pdf")
        return answer

    def get_context_data(self, **kwargs):
        user = self.request.user
        processes = Process.objects.visible_to(user).filter(closed_on=None)
        net = network(user)
        rows = list(processes)
        context = {
            "net": net,
            "has_processes": any(not process.is_group for process in rows),
            "drawing": drawing(grouped(rows), net, (_("From outside"), _("To outside"))),
            "register_url": reverse("documents:processes"),
            "pdf_url": f"{self.request.path}?as=pdf",
        }
        return super().get_context_data(**context | kwargs)


def say_taken(request, form: str) -> None:
    """The journal says who took the paper out of the house."""
    with deed(by=request.user):
        record(None, "export", by=request.user, register=request.path, form=form, rows=1)
