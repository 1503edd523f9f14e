"""The register of obligations: what has to be done again and again, how often, by whom (PK-04)."""

from datetime import date, timedelta

import django_filters
from django.db.models import Min, Q
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, ListPage
from people.models import Position, Power
from planning import openers, owners, rule_words
from planning.holders import Holders
from planning.models import Duty, Obligation
from planning.timetable import BACK, Timetable
from planning.words import own_words

from .duties import procedures

STANDING = [("kept", gettext_lazy("Still kept")), ("ended", gettext_lazy("No longer kept"))]
OWN = [("own", gettext_lazy("Set by the organisation itself"))]
AHEAD = timedelta(days=800)


class ObligationFilter(django_filters.FilterSet):
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STANDING, method="by_standing"
    )
    procedure = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Procedure"), queryset=procedures
    )
    source = django_filters.CharFilter(
        label=gettext_lazy("Source"), field_name="source", lookup_expr="icontains"
    )
    position = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Position that answers"),
        queryset=Position.objects.order_by("order", "code"),
        method="by_position",
    )
    power = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Power that answers"),
        queryset=Power.objects.filter(obligations__isnull=False).distinct(),
        field_name="owner_power",
    )
    own = django_filters.ChoiceFilter(label=gettext_lazy("Whose"), choices=OWN, method="by_own")

    class Meta:
        model = Obligation
        fields = ["standing", "procedure", "source", "position", "power", "own"]

    def by_standing(self, rows, name, value):
        kept = Obligation.objects.in_use().values("pk")
        return rows.filter(pk__in=kept) if value == "kept" else rows.exclude(pk__in=kept)

    def by_position(self, rows, name, value):
        powers = value.powers.values("pk")
        return rows.filter(Q(owner_position=value) | Q(owner_power__in=powers))

    def by_own(self, rows, name, value):
        return rows.exclude(own=[])


def next_days(obligations, reader, timetable: Timetable) -> dict[int, date]:
    """The next day of each: of a duty that waits, else the next by the rule; one question more."""
    seen = Duty.objects.visible_to(reader).filter(state__in=("open", "scheduled"))
    waits = seen.filter(obligation__in=[one.pk for one in obligations])
    found = dict(waits.order_by().values_list("obligation").annotate(first=Min("due")))
    today = localdate()
    for one in obligations:
        coming = timetable.coming(today - BACK, today + AHEAD, [one])
        day = min((day.due for day in coming if day.due >= today), default=None)
        if day is not None:
            found[one.pk] = min(day, found.get(one.pk, day))
    return found


class ObligationList(ListPage):
    """The recurring duties of the regulations as data."""

    model = Obligation
    template_name = "planning/obligations.html"
    permission = "planning.view_obligation"
    title = gettext_lazy("Obligations")
    lead = gettext_lazy("What falls due again and again; Sapat opens a duty before each day.")
    filterset_class = ObligationFilter
    empty_text = gettext_lazy("There are no obligations yet.")
    empty_hint = gettext_lazy("They come with the profile of the organisation, or are added here.")
    add_permission = "planning.add_obligation"
    add_label = gettext_lazy("New obligation")
    add_url = reverse_lazy("planning:obligation_add")
    columns = [
        Column("name", gettext_lazy("Obligation"), lambda o: o.name, sort="sorted_as"),
        Column("when", gettext_lazy("When"), lambda o: o.when),
        Column("who", gettext_lazy("Who answers"), owners.owner_words),
        Column("next", gettext_lazy("Next day"), lambda o: o.next_day, kind="date"),
        Column("procedure", gettext_lazy("Procedure"), lambda o: o.procedure_code, kind="code"),
        Column("source", gettext_lazy("Source"), lambda o: o.source, sort="source"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda o: dict(STANDING)["kept" if o.is_in_use else "ended"],
            kind="state",
            tone=lambda o: "green" if o.is_in_use else "grey",
        ),
    ]

    def dressed(self, things):
        timetable = Timetable()
        days = next_days(things, self.request.user, timetable)
        codes = owners.procedure_codes(things, self.request.user)
        held = Holders(things) if self.request.GET.get("as") else None
        for one in things:
            one.when = rule_words.in_words(one.rule, timetable.name_of)
            one.next_day = numeric(days[one.pk]) if one.pk in days else ""
            one.procedure_code = codes.get(one.procedure_id, "")
            one.people = held.names(one) if held else ""
        return things

    def columns_out(self, form):
        if form == "pdf":
            return self.columns[:-1]
        return [
            *self.columns,
            Column("result", _("What comes out of it"), lambda o: o.result),
            Column("people", _("Who holds it"), lambda o: o.people),
            Column("lead", _("Opens so many days before"), lambda o: o.lead_days, kind="number"),
            Column("own", _("Set by the organisation itself"), lambda one: own_words(one.own)),
            Column("opens", _("What it opens"), opener_words),
            Column("code", _("Code"), lambda o: o.code, kind="code"),
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        year = localdate().year
        return context | {"plan_url": reverse("planning:year_plan"), "years": [year, year + 1]}


def opener_words(one: Obligation) -> str:
    """What it opens, or by what it is closed where nothing opens by itself."""
    opener = openers.get(one.opener)
    return str(opener.label) if opener else _("closed with a file, a record or words")
