"""The register of positions: who holds them, what they carry, and keeping them (004/2, 5.5.1)."""

import django_filters
from django.db.models import Prefetch
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, CreatePage, EditPage, Fact, Tab
from people.forms.structure import PositionForm, PowersForm
from people.models import Appointment, Position, Unit, check_powers, powers_moved

from .standing import (
    NAME,
    STATE,
    CloseAct,
    InUse,
    PlaceSaved,
    ReopenAct,
    StandingDetail,
    StandingFilter,
    StandingList,
)

HELD = [("held", gettext_lazy("Held")), ("vacant", gettext_lazy("Vacant"))]


def holders():
    """Who holds a position today, to fetch with positions in one question."""
    return Prefetch("appointments", Appointment.objects.on().select_related("person"), "held")


def names_of(position) -> str:
    return ", ".join(post.person.short_name for post in position.held)


class PositionFilter(StandingFilter):
    unit = django_filters.ModelChoiceFilter(label=gettext_lazy("Unit"), queryset=Unit.objects.all())
    held = django_filters.ChoiceFilter(
        label=gettext_lazy("Held or vacant"), choices=HELD, method="by_holder"
    )

    class Meta:
        model = Position
        fields = ["unit", "held", "state"]

    def by_holder(self, rows, name, value):
        held = Appointment.objects.on().values("position")
        return rows.filter(pk__in=held) if value == "held" else rows.exclude(pk__in=held)


class PositionList(StandingList):
    """The positions of the organisation, unit by unit."""

    model = Position
    permission = "people.view_position"
    title = gettext_lazy("Positions")
    filterset_class = PositionFilter
    empty_text = gettext_lazy("There are no positions yet.")
    add_permission = "people.add_position"
    add_label = gettext_lazy("Add a position")
    add_url = reverse_lazy("people:position_add")
    columns = [
        Column("name", NAME, lambda p: p.name),
        Column("code", gettext_lazy("Code"), lambda p: p.code, sort="code", kind="code"),
        Column("unit", gettext_lazy("Unit"), lambda p: p.unit, sort="unit__order"),
        Column(
            "head",
            gettext_lazy("Heads the unit"),
            lambda p: _("yes") if p.is_head else "",
            sort="is_head",
        ),
        Column("held", gettext_lazy("Who holds it"), lambda p: names_of(p) or _("vacant")),
        Column(
            "powers", gettext_lazy("Powers"), lambda p: p.carries, sort="carries", kind="number"
        ),
        STATE,
    ]

    def get_queryset(self):
        rows = super().get_queryset().prefetch_related(holders())
        return rows.order_by("unit__order", "unit__code", "order", "code")


class PositionDetail(StandingDetail):
    """A position: its unit, its powers, who holds and held it."""

    model = Position
    permission = "people.view_position"
    place = "position"

    def get_queryset(self):
        return super().get_queryset().select_related("unit").prefetch_related(holders())

    def facts(self):
        position = self.object
        return [
            Fact(_("Code"), position.code),
            Fact(_("Unit"), position.unit, position.unit.get_absolute_url()),
            Fact(_("Heads the unit"), _("yes") if position.is_head else ""),
            Fact(_("Who holds it"), names_of(position) or _("vacant")),
            Fact(_("Closed on"), position.closed_on and numeric(position.closed_on)),
        ]

    def steps(self):
        steps = super().steps()
        if not self.object.closed_on and self.request.user.has_perm("people.give_powers"):
            steps.insert(1, {"label": _("Change the powers"), "url": self.at("powers")})
        return steps

    def tabs(self):
        return [
            Tab("powers", _("Powers"), "people/tab_powers.html"),
            Tab("holders", _("Who holds and held it"), "people/tab_holders.html"),
            *super().tabs(),
        ]

    def tab_context(self, slug):
        if slug == "powers":
            return {"powers": self.object.powers.all()}
        if slug == "holders":
            posts = self.object.appointments.select_related("person")
            return {"posts": posts.order_by("-since", "-pk")}
        return super().tab_context(slug)


class PositionAdd(PlaceSaved, CreatePage):
    model = Position
    form_class = PositionForm
    permission = "people.add_position"
    title = gettext_lazy("New position")

    def get_initial(self):
        """From the page of a unit the unit is known."""
        asked = self.request.GET.get("unit", "")
        return super().get_initial() | ({"unit": asked[:18]} if asked.isdecimal() else {})


class PositionEdit(InUse, PlaceSaved, EditPage):
    model = Position
    form_class = PositionForm
    permission = "people.change_position"
    title = gettext_lazy("Position")


class PositionPowers(InUse, EditPage):
    """What a position lets its holders do; nobody gives themselves what they do not have."""

    model = Position
    form_class = PowersForm
    permission = "people.give_powers"
    title = gettext_lazy("Powers of the position")
    deed_name = "change_powers"

    def save(self, form):
        gained, lost = form.moved()
        check_powers(self.object, by=self.request.user, gained=gained, lost=lost)
        saved = super().save(form)
        powers_moved.send(Position)
        return saved

    def details(self, form):
        gained, lost = form.moved()
        return {"gained": sorted(gained), "lost": sorted(lost)}


class PositionClose(CloseAct):
    model = Position
    permission = "people.change_position"
    sentence = gettext_lazy(
        "A position that nobody holds and nothing names is closed: it leaves the structure and "
        "the matrix, and nobody can be appointed to it. Papers that name it stay as they are."
    )


class PositionReopen(ReopenAct):
    model = Position
    permission = "people.change_position"
