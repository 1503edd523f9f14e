"""My work: everything that waits for me in one list, done in place where a click is enough."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from common import waiting
from common.dates import numeric
from common.models import AlreadySent, Sent, StepNotAllowed, Todo, deed
from common.views import Column, OnPaper, Page, outgoing
from common.views.edit import sent_before

PER_PAGE = 50
LATE, TODAY, WEEK, LATER, UNDATED = "late", "today", "week", "later", "undated"
GROUPS = {
    LATE: gettext_lazy("Late"),
    TODAY: gettext_lazy("Today"),
    WEEK: gettext_lazy("This week"),
    LATER: pgettext_lazy("work", "Later"),
    UNDATED: gettext_lazy("No day"),
}


def group_of(todo: Todo) -> str:
    """Under which heading a to-do stands."""
    today = localdate()
    if todo.due is None:
        return UNDATED
    if todo.due <= today:
        return LATE if todo.due < today else TODAY
    is_this_week = todo.due.isocalendar()[:2] == today.isocalendar()[:2]
    return WEEK if is_this_week else LATER


def mine(person):
    """What waits for a person."""
    return Todo.objects.waiting().filter(person=person)


class MyWork(OnPaper, Page, TemplateView):
    """Everything that waits for me in one list, late first."""

    template_name = "my_work.html"
    permission = "people.view_person"
    title = gettext_lazy("My work")
    filterset_class = None  # what a list that leaves the house asks for

    # What is shown ------------------------------------------------------------------------------

    @property
    def only_late(self) -> bool:
        return self.request.GET.get("only") == "late"

    @property
    def kind(self) -> str:
        asked = self.request.GET.get("kind", "")
        return asked if asked in self.counts else ""

    @property
    def counts(self) -> dict[str, dict]:
        """How many of each kind wait, and how many of them are late."""
        if not hasattr(self, "_counts"):
            is_late = Q(due__lt=localdate())
            rows = mine(self.request.user.person).order_by("kind").values("kind")
            found = rows.annotate(total=Count("pk"), late=Count("pk", filter=is_late))
            self._counts = {row["kind"]: row for row in found}
        return self._counts

    def found(self):
        """The to-dos that are asked for, in the order of the list."""
        rows = waiting.in_order(mine(self.request.user.person))
        if self.only_late:
            rows = rows.filter(due__lt=localdate())
        return rows.filter(kind=self.kind) if self.kind else rows

    def link(self, **changes) -> str:
        query = self.request.GET.copy()
        query.pop("as", None)
        for key, value in changes.items():
            query.pop(key, None)
            if value:
                query[key] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def chips(self) -> list[dict]:
        """Everything, what is late, and each kind of work, with how many there are."""
        rows = self.counts.values()
        late = sum(row["late"] for row in rows)
        plain = {"kind": None, "only": None, "page": None}
        made = [
            {
                "label": _("Everything"),
                "count": sum(row["total"] for row in rows),
                "url": self.link(**plain),
                "active": not self.kind and not self.only_late,
            }
        ]
        if late or self.only_late:
            made.append(
                {
                    "label": _("Late"),
                    "count": late,
                    "url": self.link(**plain | {"only": "late"}),
                    "active": self.only_late and not self.kind,
                }
            )
        if len(self.counts) > 1 or self.kind:
            made += [
                {
                    "label": waiting.kind_label(kind),
                    "count": row["total"],
                    "url": self.link(**plain | {"kind": kind}),
                    "active": kind == self.kind,
                }
                for kind, row in self.counts.items()
            ]
        return made

    def lines(self, todos) -> list[waiting.Line]:
        """The lines of the list, each with the form of what can be done in it."""
        user, made = self.request.user, waiting.lines(todos)
        for line in made:
            quick, thing = line.quick, line.todo.object
            if quick and quick.permission and not user.has_perm(quick.permission, thing):
                line.quick = None
            elif quick and quick.form:
                line.form = quick.form(prefix=prefix(line.todo))
        return made

    def get_context_data(self, *, refused=None, **kwargs):
        rows = self.found()
        if self.is_paper:
            page, lines = None, self.lines(rows)
        else:
            page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
            lines = self._with(refused, self.lines(page.object_list))
        total = page.paginator.count if page else len(lines)
        signed = ("documents.agree", "documents.approve")
        if sum(self.counts[kind]["total"] for kind in signed if kind in self.counts) > 1:
            kwargs["act"] = {"label": _("Sign several"), "url": reverse("documents:sign_several")}
        context = {
            "lists": [
                {"key": key, "title": GROUPS[key], "items": list(items)}
                for key, items in groupby(lines, key=lambda line: group_of(line.todo))
            ],
            "total": total,
            "chips": self.chips() if self.counts and not self.is_paper else [],
            "here": self.link(),
            "all_url": reverse("my_work"),
            "excel_url": self.link(**{"as": "xlsx", "page": None}) if lines else "",
            "is_narrowed": self.only_late or bool(self.kind),
            "page_obj": page,
            "page_links": self._page_links(page) if page else [],
        }
        return super().get_context_data(**context | kwargs)

    def _page_links(self, page) -> list[dict]:
        return [
            {
                "number": n if isinstance(n, int) else None,
                "url": self.link(page=n) if isinstance(n, int) else "",
                "current": n == page.number,
            }
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=1)
        ]

    def _with(self, refused, lines: list[waiting.Line]) -> list[waiting.Line]:
        """A form that was refused stands in its line, with what was typed; the line is there."""
        if refused is None:
            return lines
        todo, form = refused
        if not any(line.todo.pk == todo.pk for line in lines):
            order = list(GROUPS)
            lines = [*self.lines([todo]), *lines]
            lines.sort(key=lambda line: order.index(group_of(line.todo)))
        for line in lines:
            if line.todo.pk == todo.pk:
                line.form = form
        return lines

    # What is done in place ----------------------------------------------------------------------

    def post(self, request, *args, **kwargs):
        key = request.POST.get("todo", "")
        rows = Todo.objects.filter(person=request.user.person_id).select_related("person")
        todo = get_object_or_404(rows, pk=key if key.isdecimal() and len(key) < 19 else 0)
        here = self.link()
        if before := Sent.before(request):
            return sent_before(request, before)
        if todo.done_at or not waiting.load([todo]):
            messages.info(request, _("This was done in the meantime."))
            return HttpResponseRedirect(here)
        line = waiting.lines([todo])[0]
        if line.quick is None:  # it is done on its own page, or something comes first
            messages.info(request, self.not_here(line))
            return HttpResponseRedirect(here)
        return self.do(line, here)

    def not_here(self, line: waiting.Line) -> str:
        if line.first:
            words = "; ".join(word for word, _url in line.first)
            return _("First comes: %(what)s.") % {"what": words}
        return _("“%(what)s” is done on its own page.") % {"what": line.subject}

    def do(self, line: waiting.Line, here: str):
        """Do it, and come back to the list."""
        request, quick, thing = self.request, line.quick, line.todo.object
        if quick.permission and not request.user.has_perm(quick.permission, thing):
            raise PermissionDenied
        form = quick.form(request.POST, prefix=prefix(line.todo)) if quick.form else None
        if form and not form.is_valid():
            return self.again(line, form)
        try:
            with deed(by=request.user):
                sent = Sent.take(request)
                quick.act(thing, by=request.user, **(form.cleaned_data if form else {}))
                if sent:
                    sent.led_to(here)
        except AlreadySent as error:
            return sent_before(request, error)
        except StepNotAllowed:
            messages.info(request, _("This was done in the meantime."))
            return HttpResponseRedirect(here)
        except ValidationError as error:
            if form is None:
                messages.error(request, " ".join(error.messages))
                return HttpResponseRedirect(here)
            known = not hasattr(error, "error_dict") or {*error.error_dict} <= {*form.fields}
            form.add_error(None, error if known else ValidationError(error.messages))
            return self.again(line, form)
        messages.success(
            request, _("Done: %(label)s – %(what)s.") % {"label": line.title, "what": line.subject}
        )
        return HttpResponseRedirect(here)

    def again(self, line: waiting.Line, form):
        """The list once more, with the form as it was refused."""
        context = self.get_context_data(refused=(line.todo, form))
        return self.render_to_response(context, status=422)

    # Out of the house ---------------------------------------------------------------------------

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") == "xlsx":
            return outgoing.excel(self, outgoing.Rows(self.lines(self.found())), [])
        return super().get(request, *args, **kwargs)

    def columns_out(self, form: str) -> list[Column]:
        return [
            Column("what", _("What"), lambda line: line.title),
            Column("about", _("About"), lambda line: line.subject),
            Column("due", _("Due"), lambda x: numeric(x.due) if x.due else "", kind="date"),
            Column("when", _("When"), lambda line: GROUPS[group_of(line.todo)]),
            Column("asked", _("Asked on"), lambda x: numeric(asked_on(x.todo)), kind="date"),
            Column("aside", _("Procedure"), lambda line: line.aside),
            Column("first", _("First comes"), lambda line: "; ".join(w for w, _url in line.first)),
            Column("whose", _("Whose work"), lambda line: line.whose),
            Column("given", _("Given by"), lambda line: line.given_by),
        ]

    def notes(self) -> list[str]:
        return []

    def dressed(self, things: list) -> list:
        return things


def prefix(todo: Todo) -> str:
    """What tells the form of one line from those of the others."""
    return f"t{todo.pk}"


def asked_on(todo: Todo):
    """The day it began to wait."""
    return localtime(todo.created_at).date()
