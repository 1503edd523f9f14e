"""The fund of information: the catalogue of reports, what came and what is late (001/6.1)."""

import django_filters
from django.db.models import Count, Max
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.reach import address
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, Tab
from documents.forms.disposal import FundForm
from documents.models import FundItem, NomenclatureItem, Record
from documents.models.record_steps import UNLOCKED

from .records import TONES

SHOWN = 100  # reports on the page of one item; the register shows the rest


def late_of(items) -> dict[int, bool]:
    """Of each report whether the one of the last period is late; one query for all."""
    rows = Record.objects.filter(fund_item__in=[item.pk for item in items])
    last = rows.exclude(state__in=UNLOCKED).order_by().values("fund_item")
    ends = dict(last.annotate(end=Max("period_to")).values_list("fund_item", "end"))
    return {item.pk: item.is_overdue(ends.get(item.pk)) for item in items}


def kept_of(items, user) -> dict[int, int]:
    """How many reports are kept of each, as far as the reader may see them; one query for all."""
    rows = Record.objects.visible_to(user).filter(fund_item__in=[item.pk for item in items])
    counts = rows.order_by().values("fund_item").annotate(kept=Count("pk", distinct=True))
    return dict(counts.values_list("fund_item", "kept"))


def term_of(items) -> dict[str, str]:
    """The term of each index in the newest approved year; one query for all."""
    rows = NomenclatureItem.objects.filter(
        index__in={item.case_index for item in items if item.case_index},
        nomenclature__state__in=["approved", "closed"],
    )
    return {row.index: row.term for row in rows.order_by("nomenclature__year")}


class FundFilter(django_filters.FilterSet):
    section = django_filters.ChoiceFilter(
        label=gettext_lazy("Section"), choices=FundItem.Section.choices
    )
    late = django_filters.ChoiceFilter(
        label=gettext_lazy("Report"),
        choices=[("late", gettext_lazy("Late"))],
        method="by_late",
    )

    class Meta:
        model = FundItem
        fields = ["section", "late"]

    def by_late(self, rows, name, value):
        late = late_of(list(FundItem.objects.filter(closed_on=None)))
        return rows.filter(pk__in=[key for key, is_late in late.items() if is_late])


def due_words(item) -> str:
    """By when the report of the last period is to be here."""
    due = item.due()
    return numeric(due) if due else ""


class FundList(ListPage):
    """The catalogue of what is gathered regularly."""

    model = FundItem
    permission = "documents.view_funditem"
    title = gettext_lazy("Fund of information")
    lead = gettext_lazy("Regular reports, materials of inspections, results of diagnostics.")
    filterset_class = FundFilter
    empty_text = gettext_lazy("The catalogue is empty.")
    add_permission = "documents.add_funditem"
    add_label = gettext_lazy("New report")
    add_url = reverse_lazy("records:fund_add")
    columns = [
        Column("section", gettext_lazy("Section"), lambda i: i.get_section_display()),
        Column("name", pgettext_lazy("thing", "Name"), lambda i: i.name),
        Column("period", gettext_lazy("How often"), lambda i: i.get_period_display()),
        Column("submitter", gettext_lazy("Who submits it"), lambda i: i.submitter or ""),
        Column("due", gettext_lazy("Due"), due_words, kind="date"),
        Column("kept", gettext_lazy("Kept"), lambda i: i.kept, kind="number"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda i: fund_state(i)[0],
            kind="state",
            tone=lambda i: fund_state(i)[1],
        ),
    ]

    def columns_out(self, form):
        more = [
            Column("source", gettext_lazy("Source of the data"), lambda i: i.source),
            Column(
                "form",
                gettext_lazy("Form, or the act that asks for it"),
                lambda i: i.form.code if i.form else i.form_words,
            ),
            Column("keeper", gettext_lazy("Who keeps it"), lambda i: i.keeper or ""),
            Column("access", gettext_lazy("Who reads it"), lambda i: i.get_access_display()),
            Column("term", gettext_lazy("Term"), lambda i: i.shown_term),
        ]
        return [*self.columns, *more] if form == "xlsx" else self.columns

    def dressed(self, things):
        late, terms = late_of(things), term_of(things)
        kept = kept_of(things, self.request.user)
        for item in things:
            item.kept = kept.get(item.pk, 0)
            item.is_late = late[item.pk]
            item.shown_term = terms.get(item.case_index, "")
        return things


def fund_state(item) -> tuple[str, str]:
    """Whether its last report is here, in words and in a tone."""
    if item.closed_on:
        return str(_("Kept no more")), "grey"
    if getattr(item, "is_late", False):
        return str(_("Late")), "red"
    return str(_("In time")), "green"


class FundDetail(DetailPage):
    model = FundItem
    permission = "documents.view_funditem"

    def get_queryset(self):
        return super().get_queryset().select_related("form", "keeper", "submitter")

    def steps(self):
        item, may, steps = self.object, self.request.user.has_perm, []
        if not item.closed_on and may("documents.add_record"):
            url = f"{reverse('records:record_add')}?fund_item={item.pk}"
            steps.append({"label": _("Put a report on record"), "url": url, "primary": True})
        if may("documents.change_funditem", item):
            steps.append({"label": _("Edit"), "url": f"{item.get_absolute_url()}edit/"})
        return steps

    def facts(self):
        item = self.object
        period = item.last_period()
        is_late = late_of([item])[item.pk]
        return [
            Fact(_("Section"), item.get_section_display()),
            Fact(_("Source of the data"), item.source),
            Fact(_("How often"), item.get_period_display()),
            Fact(_("Last period"), period and f"{numeric(period[0])} – {numeric(period[1])}"),
            Fact(_("Due"), f"{due_words(item)}{' · ' + _('Late') if is_late else ''}"),
            Fact(
                _("Form, or the act that asks for it"),
                item.form or item.form_words,
                address(item.form, self.request.user),
            ),
            Fact(_("Who keeps it"), item.keeper),
            Fact(_("Who submits it"), item.submitter),
            Fact(_("Who reads it"), item.get_access_display()),
            Fact(
                _("Case, term"),
                " · ".join(
                    filter(None, [item.case_index, term_of([item]).get(item.case_index, "")])
                ),
            ),
            Fact(_("Kept since"), numeric(item.since)),
            Fact(_("Kept no more since"), item.closed_on and numeric(item.closed_on)),
        ]

    def tabs(self):
        return [
            Tab("records", _("Reports"), "documents/tab_held.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "records":
            rows = Record.objects.visible_to(self.request.user).filter(fund_item=self.object)
            rows = rows.select_related("case__nomenclature").order_by("-period_to", "-date", "-pk")
            return {"records": rows[:SHOWN], "total": rows.count(), "tones": TONES}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class FundCreate(CreatePage):
    model = FundItem
    form_class = FundForm
    permission = "documents.add_funditem"
    title = gettext_lazy("New report of the fund")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        return {"since": localdate()}

    def get_cancel_url(self):
        return reverse("records:fund")


class FundEdit(EditPage):
    model = FundItem
    form_class = FundForm
    permission = "documents.change_funditem"
    title = gettext_lazy("Change the report of the fund")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}
