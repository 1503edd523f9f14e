"""The home page: what waits, what is late, what is new."""

from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common import lights, waiting
from common.dates import numeric
from common.views import OnPaper, Page
from documents.models import Document, DocumentVersion, Reading
from documents.views.documents import DocumentFilter
from planning.glance import year_tile
from qms.next_steps import next_steps
from qms.views.clause_map import gaps_tile
from qms.views.my_work import mine

SHOWN = 8


def as_items(lines) -> list[dict]:
    """To-dos as lines of a board."""
    return [
        {
            "title": line.subject,
            "sub": line.title,
            "url": line.url,
            "due": line.due_words,
            "tone": line.tone,
        }
        for line in lines
    ]


class Home(OnPaper, Page, TemplateView):
    """The start of the day: my work, what is new, and for managers how documents stand."""

    template_name = "pages/board.html"
    permission = "people.view_person"

    def dispatch(self, request, *args, **kwargs):
        """A guest begins with what its inspection shows, an outsider with their commission."""
        if request.user.is_guest:
            return redirect("documents:my_inspection")
        if request.user.has_perm("monitoring.sat_from_outside"):
            return redirect("monitoring:own_commissions")
        return super().dispatch(request, *args, **kwargs)

    def get_title(self):
        if self.is_paper:
            name = self.request.user.person.signature_name
            return _("Home page: %(name)s") % {"name": name}
        return _("Good day, %(name)s!") % {"name": self.request.user.person.given}

    def get_context_data(self, **kwargs):
        user = self.request.user
        todos = mine(user.person)
        is_late = Q(due__lt=localdate())
        count = todos.aggregate(all=Count("pk"), late=Count("pk", filter=is_late))
        tiles = [
            {
                "label": _("Waits for me"),
                "number": count["all"],
                "url": reverse("my_work"),
                "tone": "blue" if count["all"] else "",
            },
            {
                "label": _("Late"),
                "number": count["late"],
                "url": f"{reverse('my_work')}?only=late",
                "tone": "red" if count["late"] else "",
            },
        ]
        if user.has_perm("documents.view_readings"):
            tiles += [*self._manager_tiles(), *gaps_tile(user)]
        if user.has_perm("planning.view_year"):
            tiles.insert(2, year_tile(user))
        lists = [
            {
                "title": _("Waits for me"),
                "items": as_items(waiting.lines(waiting.in_order(todos)[:SHOWN])),
                "empty": _("Nothing waits for you. Have a good day!"),
                "url": reverse("my_work") if count["all"] > SHOWN else "",
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
        kwargs["begins_with_steps"] = not count["all"]
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
