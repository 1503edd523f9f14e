"""The structure of the organisation: units, positions, their holders, the processes they head."""

from collections import defaultdict

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.printing import pdf_response
from common.views.page import Page
from documents.models import Process
from people.models import organisation_structure

from .process_map import say_taken


class Structure(Page, TemplateView):
    """Administrative order as a tree, and beside each position the processes it answers for.

    The first is who is under whom; the second, the link by function (003/5.2.2, fig. 1).
    """

    permission = "people.view_unit"
    template_name = "documents/structure.html"
    title = gettext_lazy("Structure of the organisation")

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") != "pdf":
            return super().get(request, *args, **kwargs)
        name = f"{self.get_title()}_{localdate():%Y-%m-%d}.pdf"
        answer = pdf_response("print/structure.html", self.get_context_data(), name)
        say_taken(request, "pdf")
        return answer

    def get_context_data(self, **kwargs):
        processes = Process.objects.visible_to(self.request.user).running()
        by_position = defaultdict(list)
        for process in processes:
            for key in dict.fromkeys([process.head_id, process.owner_id]):
                by_position[key].append(process)
        branches = organisation_structure()
        self._dress(branches, by_position)
        return super().get_context_data(**{"branches": branches, **kwargs})

    def _dress(self, branches, by_position) -> None:
        for branch in branches:
            for post in branch.posts:
                post.processes = by_position.get(post.position.pk, [])
            self._dress(branch.branches, by_position)
