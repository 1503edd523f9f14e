"""My work and the home page: what waits, what is late, what is new."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common import lights, waiting
from common.dates import numeric
from common.models import Todo
from common.views import OnPaper, Page
from documents.models import Document, DocumentVersion, Reading
from documents.views.documents import DocumentFilter
from qms.next_steps import next_steps
from qms.views.clause_map import gaps_tile


def todos_of(person):
    """What waits for a person, late first, each with its object loaded in one query a kind."""
    return (
        Todo.objects.waiting()
        .filter(person=person)
        .order_by("due", "created_at")
        .prefetch_related("object")
    )


def as_items(todos) -> list[dict]:
    """To-dos as lines of a board."""
    return [
        {
            "title": waiting.label(todo),
            "sub": waiting.subject(todo),
            "url": waiting.address(todo),
            "due": numeric(todo.due) if todo.due else "",
            "tone": "red" if todo.is_late else "",
        }
        for todo in todos
        if todo.object
    ]


class MyWork(OnPaper, Page, TemplateView):
    """Everything that waits for me in one list, late first."""

    template_name = "pages/board.html"
    permission = "people.view_person"
    title = gettext_lazy("My work")

    @property
    def only_late(self) -> bool:
        return self.request.GET.get("only") == "late"

    def get_context_data(self, **kwargs):
        todos = list(todos_of(self.request.user.person))
        late = [todo for todo in todos if todo.is_late]
        coming = [todo for todo in todos if not todo.is_late]
        lists = []
        if late or self.only_late:
            lists.append({"title": _("Late"), "items": as_items(late)})
        if not self.only_late:
            lists.append({"title": _("Waits for me"), "items": as_items(coming)})
        lists[-1]["empty"] = _("Nothing waits for you. Have a good day!")
        if self.only_late:
            lists[-1] |= {"empty": _("Nothing is late."), "url": reverse("my_work")}
        to_sign = sum(todo.kind in ("documents.agree", "documents.approve") for todo in todos)
        if to_sign > 1:
            kwargs["act"] = {"label": _("Sign several"), "url": reverse("documents:sign_several")}
        return super().get_context_data(lists=lists, **kwargs)


class Home(OnPaper, Page, TemplateView):
    """The start of the day: my work, what is new, and for managers how documents stand."""

    template_name = "pages/board.html"
    permission = "people.view_person"

    def get_title(self):
        if self.is_paper:
            name = self.request.user.person.signature_name
            return _("Home page: %(name)s") % {"name": name}
        return _("Good day, %(name)s!") % {"name": self.request.user.person.given}

    def get_context_data(self, **kwargs):
        user = self.request.user
        todos = [todo for todo in todos_of(user.person) if todo.object]
        tiles = [
            {
                "label": _("Waits for me"),
                "number": len(todos),
                "url": reverse("my_work"),
                "tone": "blue" if todos else "",
            },
            {
                "label": _("Late"),
                "number": sum(todo.is_late for todo in todos),
                "url": f"{reverse('my_work')}?only=late",
                "tone": "red" if any(todo.is_late for todo in todos) else "",
            },
        ]
        if user.has_perm("documents.view_readings"):
            tiles += [*self._manager_tiles(), *gaps_tile(user)]
        lists = [
            {
                "title": _("Waits for me"),
                "items": as_items(todos[:8]),
                "empty": _("Nothing waits for you. Have a good day!"),
                "url": reverse("my_work") if len(todos) > 8 else "",
            },
            {
                "title": _("New in force"),
                "items": self._news(),
                "empty": _("No document came into force yet."),
                "url": reverse("documents:documents"),
            },
        ]
        if user.has_perm("documents.view_readings"):
            lists.append(
                {
                    "title": _("Not yet read by all"),
                    "items": self._unread(),
                    "empty": _("Everyone has read everything."),
                }
            )
        kwargs["next_steps"] = next_steps(user)
        kwargs["begins_with_steps"] = not todos
        if user.has_perm("common.view_installation"):
            kwargs["lights"] = lights.all_lights()
        return super().get_context_data(tiles=tiles, lists=lists, **kwargs)

    def _manager_tiles(self) -> list[dict]:
        register = reverse("documents:documents")
        way, in_force = (self._in_register(stage) for stage in ("way", "in_force"))
        late = Reading.objects.visible_to(self.request.user).late().count()
        return [
            {
                "label": _("On their way"),
                "number": way,
                "url": f"{register}?stage=way",
                "tone": "blue" if way else "",
            },
            {
                "label": _("Documents in force"),
                "number": in_force,
                "url": f"{register}?stage=in_force",
                "tone": "green",
            },
            {
                "label": _("Readings late"),
                "number": late,
                "url": f"{reverse('documents:readings')}?standing=late",
                "tone": "red" if late else "",
            },
        ]

    def _in_register(self, stage: str) -> int:
        """As many as the register shows when the number is pressed."""
        rows = Document.objects.visible_to(self.request.user).internal()
        return DocumentFilter({"stage": stage}, queryset=rows, request=self.request).qs.count()

    def _news(self) -> list[dict]:
        versions = (
            DocumentVersion.objects.in_force()
            .filter(document__in=Document.objects.visible_to(self.request.user))
            .select_related("document")
            .order_by("-in_force_from")[:6]
        )
        return [
            {
                "title": str(version.document.title),
                "sub": str(version),
                "url": version.get_absolute_url(),
                "due": numeric(version.in_force_from),
                "tone": "",
            }
            for version in versions
        ]

    def _unread(self) -> list[dict]:
        versions = (
            DocumentVersion.objects.visible_to(self.request.user)
            .in_force()
            .select_related("document")
            .annotate(
                asked=Count("readings", distinct=True),
                left=Count(
                    "readings",
                    filter=Q(readings__read_at=None, readings__waived_at=None),
                    distinct=True,
                ),
            )
            .filter(left__gt=0)
            .order_by("-left")[:6]
        )
        return [
            {
                "title": str(version.document.title),
                "sub": _("%(left)s of %(asked)s have not read it")
                % {"left": version.left, "asked": version.asked},
                "url": f"{version.get_absolute_url()}?tab=readings",
            }
            for version in versions
        ]
