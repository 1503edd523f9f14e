"""The record page: number and title, state, the one step to take now, facts, tabs, history."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.views.generic import DetailView

from .page import ObjectPage
from .paper import OnPaper


class Fact(NamedTuple):
    """One line at the side of a record; one that only opens something is not printed."""

    label: Any
    value: Any
    url: str = ""
    on_paper: bool = True


class Tab(NamedTuple):
    """One tab under a record; its template draws only when it is the open one."""

    slug: str
    label: Any
    template: str
    count: int | None = None


class DetailPage(OnPaper, ObjectPage, DetailView):
    """A record. Subclasses say its facts and tabs; steps come from the lifecycle."""

    template_name = "pages/record.html"
    tones: dict[str, str] = {}

    def get_title(self):
        return str(self.object)

    def facts(self) -> list[Fact]:
        return []

    def tabs(self) -> list[Tab]:
        return []

    def tab_context(self, slug: str) -> dict:
        """What the open tab needs; asked only for the tab that is open."""
        return {}

    def step_url(self, name: str) -> str:
        return f"{self.object.get_absolute_url()}{name}/"

    def steps(self) -> list[dict]:
        """The steps this reader may take now, the first of them the filled button."""
        if not hasattr(self.object, "STEPS"):
            return []
        steps = [
            {"name": name, "label": step.label, "url": self.step_url(name), "danger": step.danger}
            for name, step in self.object.steps_for(self.request.user).items()
        ]
        first = next((step for step in steps if not step["danger"]), None)
        return [{**step, "primary": step is first} for step in steps]

    def get_context_data(self, **kwargs):
        tabs = self.tabs()
        asked = self.request.GET.get("tab", "")
        active = next((tab for tab in tabs if tab.slug == asked), tabs[0] if tabs else None)
        state = None
        if hasattr(self.object, "state"):
            state = {
                "label": self.object.get_state_display(),
                "tone": self.tones.get(self.object.state, "grey"),
            }
        context = {
            "object": self.object,
            "state": state,
            "steps": self.steps(),
            "facts": [
                fact
                for fact in self.facts()
                if fact.value not in (None, "") and (fact.on_paper or not self.is_paper)
            ],
            "tabs": [
                {**tab._asdict(), "active": tab is active, "url": f"?tab={tab.slug}#tab"}
                for tab in tabs
            ],
            "tab": active,
        }
        if active:
            context |= self.tab_context(active.slug)
            if active.slug == "history" and self.request.user.has_perm("common.view_journal"):
                asked = f"{self.object._meta.label_lower}:{self.object.pk}"
                context["trail_url"] = f"{reverse('journal')}?object={asked}"
        return super().get_context_data(**context | kwargs)
