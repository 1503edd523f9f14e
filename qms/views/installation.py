"""How the installation is: its lights, and every run of what it checks by itself (004/7.5.5)."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common import lights
from common.backup.place import moment_of
from common.backup.taking import version
from common.dates import date_and_time
from common.models import Check, deed, record
from common.printing import pdf_response
from common.tasks import soon
from common.templatetags.ui import size
from common.views import Column, DetailPage, Fact, ListPage, OnPaper, Page

GOOD = {True: ("green", gettext_lazy("Good")), False: ("red", gettext_lazy("Faults found"))}
#: What a check may tell besides its faults, what that is called, and how it is said.
FIGURES = [
    ("set", gettext_lazy("Backup"), lambda name: set_in_words(name)),
    ("place", gettext_lazy("From the place"), str),
    ("key", gettext_lazy("Opened with the key whose public half is"), str),
    ("rows", gettext_lazy("Rows"), str),
    ("files", gettext_lazy("Files"), str),
    ("new_files", gettext_lazy("New files"), str),
    ("bytes", gettext_lazy("Size"), size),
    ("verified", gettext_lazy("Journal and field history of the copy"), lambda n: whole(n)),
    ("seconds", gettext_lazy("Seconds"), lambda n: number_format(n, 1)),
]
MEGABYTES = gettext_lazy("MB")
RUNNING = ("blue", gettext_lazy("Under way"))


def set_in_words(name: str) -> str:
    """When a backup was made, and its name, by which a command knows it."""
    return f"{date_and_time(moment_of(name))} ({name})" if name else ""


def whole(rows: int) -> str:
    """That both were verified, and how long the journal is."""
    return _("verified and whole: %(rows)s rows of the journal") % {"rows": rows}


class Installation(OnPaper, Page, TemplateView):
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

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") == "pdf" and self.object.ended_at:
            return self.paper()
        return super().get(request, *args, **kwargs)

    def paper(self):
        """The act of the check, fit to be signed by hand."""
        check = self.object
        tone, label = GOOD[check.is_good]
        context = {
            "title": _("Act of the check"),
            "check": check,
            "name": self.get_title(),
            "facts": [fact for fact in self.facts() if fact.value not in ("", None)],
            "result": label,
            "version": version(),
            "printed_by": self.request.user.person,
        }
        return pdf_response("print/check.html", context, f"check_{check.pk}.pdf")

    def get_context_data(self, **kwargs):
        tone, label = GOOD.get(self.object.is_good, RUNNING)
        return super().get_context_data(
            state={"label": label, "tone": tone},
            sentences=self.object.sentences_for(self.request.user),
            remarks=self.object.remarks_for(self.request.user),
            **kwargs,
        )

    def facts(self):
        check = self.object
        ended = date_and_time(check.ended_at) if check.ended_at else ""
        return [
            Fact(_("Begun"), date_and_time(check.started_at)),
            Fact(_("Ended"), ended),
            Fact(_("Done"), done_of(check)),
            Fact(_("Faults"), check.findings_count),
            *(
                Fact(label, say(check.facts[key]))
                for key, label, say in FIGURES
                if key in check.facts
            ),
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
