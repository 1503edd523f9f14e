"""What the pages of units and of positions have in common: tabs, state, closing, opening again."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import deeds
from common.models import JournalEntry
from common.text import fold, fold_for_index
from common.views import Column, DetailPage, ListPage, ObjectActPage, Tab
from people.forms.structure import CloseForm, ReasonForm

IN_USE = pgettext_lazy("unit or position", "In use")
NAME = pgettext_lazy("unit or position", "Name")
CLOSED = pgettext_lazy("unit or position", "Closed")
STATES = [("in_use", IN_USE), ("closed", CLOSED)]

STATE = Column(
    "state",
    gettext_lazy("State"),
    lambda one: CLOSED if one.closed_on else IN_USE,
    sort="closed_on",
    kind="state",
    tone=lambda one: "grey" if one.closed_on else "green",
)


class StandingFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, method="by_state"
    )

    def by_state(self, rows, name, value):
        return rows.filter(closed_on__isnull=value == "in_use")


class Tabbed:
    """People, positions and units stand beside each other."""

    template_name = "people/register.html"

    def get_context_data(self, **kwargs):
        shown = self.request.resolver_match.url_name
        tabs = [
            {"label": label, "url": reverse(f"people:{name}"), "active": name == shown}
            for name, label in (
                ("people", _("People")),
                ("positions", _("Positions")),
                ("units", _("Units")),
            )
            if name != "people" or self.request.user.has_perm("people.view_person")
        ]
        return super().get_context_data(**{"register_tabs": tabs, **kwargs})


class StandingList(Tabbed, ListPage):
    """A register of the structure, in the order of the structure."""

    def search_rows(self, rows, words):
        """By name in any language and by code; there are never so many that it matters."""
        wanted = fold(words).split()
        found = [
            one.pk
            for one in rows
            if all(word in fold_for_index(one.code, *one.name.values()) for word in wanted)
        ]
        return rows.filter(pk__in=found)


class StandingDetail(DetailPage):
    """One unit or position, with its history; whoever keeps the structure changes it here."""

    place = ""  # what addresses begin with: "unit"

    def get_context_data(self, **kwargs):
        closed = self.object.closed_on
        state = {"label": CLOSED if closed else IN_USE, "tone": "grey" if closed else "green"}
        return super().get_context_data(**kwargs) | {"state": state}

    def at(self, name: str) -> str:
        return reverse(f"people:{self.place}_{name}", args=[self.object.pk])

    def steps(self):
        if not self.request.user.has_perm(f"people.change_{self.place}", self.object):
            return []
        if self.object.closed_on:
            return [{"label": _("Open again"), "url": self.at("reopen")}]
        return [
            {"label": _("Edit"), "url": self.at("edit"), "primary": True},
            {"label": _("Close"), "url": self.at("close"), "danger": True},
        ]

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class InUse:
    """A page on what is in use: a closed one is opened again first."""

    def not_now(self, *, may):
        closed = may and self.object.closed_on
        return _("This is closed: open it again first.") if closed else ""


class PlaceSaved:
    """The place in the structure is checked while nobody else moves anything."""

    def save(self, form):
        form.instance.check_place()
        return super().save(form)


class CloseAct(ObjectActPage):
    form_class = CloseForm
    title = submit_label = gettext_lazy("Close")
    danger = True

    def act(self, form):
        self.object.close(by=self.request.user, **form.cleaned_data)
        return self.object

    def done_sentence(self):
        return _("Closed: it is offered nowhere any more.")


class ReopenAct(ObjectActPage):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Open again")
    sentence = gettext_lazy("It is in use again and stands in its old place.")

    def act(self, form):
        self.object.reopen(by=self.request.user, **form.cleaned_data)
        return self.object

    def done_sentence(self):
        return _("It is in use again.")
