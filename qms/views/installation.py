"""How the installation is: its lights, and every run of what it checks by itself (004/7.5.5)."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common import lights
from common.dates import date_and_time
from common.models import Check, deed, record
from common.tasks import soon
from common.views import Column, DetailPage, Fact, ListPage, Page

GOOD = {True: ("green", gettext_lazy("Good")), False: ("red", gettext_lazy("Faults found"))}
#: What a check may tell besides its faults, and what that is called.
FIGURES = [
    ("set", gettext_lazy("Backup")),
    ("rows", gettext_lazy("Rows")),
    ("files", gettext_lazy("Files")),
    ("new_files", gettext_lazy("New files")),
    ("mb", gettext_lazy("MB")),
    ("seconds", gettext_lazy("Seconds")),
]
MEGABYTES = gettext_lazy("MB")
RUNNING = ("blue", gettext_lazy("Under way"))


class Installation(Page, TemplateView):
    """The lights of the house, and the button beside each check that does it now."""

    template_name = "installation.html"
    permission = "common.view_installation"
    title = gettext_lazy("Installation")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            lights=lights.all_lights(),
            watches=lights.watches().values(),
            checks_url=reverse("checks"),
            **kwargs,
        )


class Checks(ListPage):
    """Every run of every check."""

    model = Check
    permission = "common.view_installation"
    title = gettext_lazy("Checks")
    empty_text = gettext_lazy("Nothing was checked yet.")
    columns = [
        Column("kind", gettext_lazy("What"), lambda c: lights.name_of(c.kind)),
        Column(
            "started",
            gettext_lazy("Begun"),
            lambda c: date_and_time(c.started_at),
            sort="started_at",
            kind="date",
        ),
        Column("done", gettext_lazy("Done"), lambda c: done_of(c), kind="number"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda c: GOOD.get(c.is_good, RUNNING)[1],
            kind="state",
            tone=lambda c: GOOD.get(c.is_good, RUNNING)[0],
        ),
        Column("findings", gettext_lazy("Faults"), lambda c: c.findings_count, kind="number"),
    ]

    def search_rows(self, rows, words):
        kinds = [k for k in lights.watches() if words.casefold() in lights.name_of(k).casefold()]
        return rows.filter(kind__in=kinds)


def done_of(check: Check) -> str:
    """How far it is, in its unit where it has one: 12 / 30 MB."""
    far = f"{check.done} / {check.total}" if check.total else f"{check.done}"
    return f"{far} {MEGABYTES if check.facts.get('unit') == 'MB' else ''}".strip()


class CheckDetail(DetailPage):
    """One run: how far it is, and what it found."""

    model = Check
    permission = "common.view_installation"
    template_name = "check.html"

    def get_title(self):
        return lights.name_of(self.object.kind)

    def get_context_data(self, **kwargs):
        tone, label = GOOD.get(self.object.is_good, RUNNING)
        return super().get_context_data(state={"label": label, "tone": tone}, **kwargs)

    def facts(self):
        check = self.object
        ended = date_and_time(check.ended_at) if check.ended_at else ""
        return [
            Fact(_("Begun"), date_and_time(check.started_at)),
            Fact(_("Ended"), ended),
            Fact(_("Done"), done_of(check)),
            Fact(_("Faults"), check.findings_count),
            *(Fact(label, check.facts[key]) for key, label in FIGURES if key in check.facts),
        ]


class RunCheck(Page, View):
    """Do one kind of check now, in the background."""

    permission = "common.view_installation"
    http_method_names = ["post"]

    def post(self, request, kind):
        watch = lights.watches().get(kind)
        if watch is None:
            raise Http404
        with deed(by=request.user):
            record(None, "run_check", by=request.user, kind=kind)
        soon(watch.task)
        messages.success(
            request, _("It begins in the background: %(name)s.") % {"name": watch.name}
        )
        return HttpResponseRedirect(reverse("installation"))
