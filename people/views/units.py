"""The register of units: their tree, who heads them, and keeping it (004/1; 003/5.1)."""

import django_filters
from django.db.models import Prefetch
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, CreatePage, EditPage, Fact, Tab
from people.forms.structure import UnitForm
from people.models import Appointment, Position, Unit, UnitKind

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


def heads():
    """Who heads a unit today, to fetch with units in two questions."""
    posts = Appointment.objects.on().select_related("person")
    held = Position.objects.in_use().filter(is_head=True)
    return Prefetch(
        "positions", held.prefetch_related(Prefetch("appointments", posts, to_attr="held")), "heads"
    )


def head_of(unit) -> str:
    """The name of the head; of a vacant one, the position."""
    told = []
    for position in unit.heads:
        names = [post.person.short_name for post in position.held]
        told += names or [_("%(position)s (vacant)") % {"position": position}]
    return ", ".join(told)


class UnitFilter(StandingFilter):
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind of unit"), queryset=UnitKind.objects.all()
    )
    parent = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Stands under"), queryset=Unit.objects.exclude(children=None).distinct()
    )

    class Meta:
        model = Unit
        fields = ["kind", "parent", "state"]


class UnitList(StandingList):
    """The units of the organisation with their heads."""

    model = Unit
    permission = "people.view_unit"
    title = gettext_lazy("Units")
    filterset_class = UnitFilter
    empty_text = gettext_lazy("There are no units yet.")
    add_permission = "people.add_unit"
    add_label = gettext_lazy("Add a unit")
    add_url = reverse_lazy("people:unit_add")
    columns = [
        Column("name", NAME, lambda u: u.name),
        Column("code", gettext_lazy("Code"), lambda u: u.code, sort="code", kind="code"),
        Column("kind", gettext_lazy("Kind of unit"), lambda u: u.kind or "", sort="kind__order"),
        Column(
            "parent", gettext_lazy("Stands under"), lambda u: u.parent or "", sort="parent__order"
        ),
        Column("head", gettext_lazy("Head"), head_of),
        Column(
            "positions", gettext_lazy("Positions"), lambda u: u.posts, sort="posts", kind="number"
        ),
        STATE,
    ]

    def get_queryset(self):
        return super().get_queryset().prefetch_related(heads())


class UnitDetail(StandingDetail):
    model = Unit
    permission = "people.view_unit"
    place = "unit"

    def get_queryset(self):
        return super().get_queryset().select_related("kind", "parent").prefetch_related(heads())

    def facts(self):
        unit = self.object
        above = unit.parent
        return [
            Fact(_("Code"), unit.code),
            Fact(_("Kind of unit"), unit.kind),
            Fact(_("Stands under"), above, above.get_absolute_url() if above else ""),
            Fact(_("Head"), head_of(unit)),
            Fact(_("Closed on"), unit.closed_on and numeric(unit.closed_on)),
        ]

    def tabs(self):
        return [
            Tab("positions", _("Positions"), "people/tab_positions.html"),
            Tab("under", _("Units under it"), "people/tab_units.html"),
            *super().tabs(),
        ]

    def tab_context(self, slug):
        if slug == "positions":
            posts = Appointment.objects.on().select_related("person")
            found = self.object.positions.order_by("closed_on", "-is_head", "order", "code")
            return {"positions": found.prefetch_related(Prefetch("appointments", posts, "held"))}
        if slug == "under":
            return {"units": self.object.children.all()}
        return super().tab_context(slug)


class UnitAdd(PlaceSaved, CreatePage):
    model = Unit
    form_class = UnitForm
    permission = "people.add_unit"
    title = gettext_lazy("New unit")


class UnitEdit(InUse, PlaceSaved, EditPage):
    model = Unit
    form_class = UnitForm
    permission = "people.change_unit"
    title = gettext_lazy("Unit")


class UnitClose(CloseAct):
    model = Unit
    permission = "people.change_unit"
    sentence = gettext_lazy(
        "A unit without positions and without units under it is closed: it leaves the structure "
        "and is offered nowhere. Papers that name it stay as they are."
    )


class UnitReopen(ReopenAct):
    model = Unit
    permission = "people.change_unit"
