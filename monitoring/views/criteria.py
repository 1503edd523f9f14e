"""Criteria of the years: the register, one set with its tree and what changed, its list (000/3)."""

import django_filters
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from common.dates import numeric
from common.reach import address
from common.text import fold
from common.views import Column, Fact, ListPage, Tab
from documents.views import route_pages
from documents.views.route_pages import PaperPage, SignatureAdd, SignedPage, SignedStep
from monitoring.criteria_changes import changes_of
from monitoring.criteria_paper import changes_shown, scale, sections
from monitoring.forms.campaign import WhyForm
from monitoring.forms.criteria_steps import CriteriaSendForm
from monitoring.models import AssessmentKind, CriteriaSet, Indicator
from monitoring.models.criteria_filling import POINTS
from monitoring.weights import WHOLE, percent

from .criteria_state import papers_not_made, state_of

TONES = route_pages.TONES | {"dropped": "grey"}


class CriteriaFilter(django_filters.FilterSet):
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind"), queryset=AssessmentKind.objects.all()
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=CriteriaSet.State.choices
    )

    class Meta:
        model = CriteriaSet
        fields = ["kind", "state"]


class CriteriaList(ListPage):
    """The criteria year by year, of every kind of assessment."""

    model = CriteriaSet
    permission = "monitoring.view_criteriaset"
    title = gettext_lazy("Criteria and indicators")
    lead = gettext_lazy("What is assessed, on five points, revised every year.")
    filterset_class = CriteriaFilter
    empty_text = gettext_lazy("There are no criteria yet.")
    add_permission = "monitoring.add_criteriaset"
    add_label = gettext_lazy("New year")
    add_url = reverse_lazy("monitoring:criteria_add")
    columns = [
        Column("year", gettext_lazy("Year"), lambda c: c.year, sort="year", kind="code"),
        Column("kind", gettext_lazy("Kind"), lambda c: c.kind, sort="kind__order"),
        Column("edition", gettext_lazy("Edition"), lambda c: c.edition, kind="number"),
        Column(
            "indicators",
            pgettext_lazy("monitoring", "Indicators"),
            lambda c: c.count,
            kind="number",
        ),
        Column("by", gettext_lazy("Revised by"), lambda c: c.revised_by or "", kind="person"),
        Column(
            "approved",
            gettext_lazy("Approved"),
            lambda c: numeric(c.order_date) if c.order_date else "",
            sort="order_date",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda c: c.get_state_display(),
            sort="state",
            kind="state",
            tone=lambda c: TONES[c.state],
        ),
    ]

    def get_queryset(self):
        rows = super().get_queryset().annotate(count=Count("criteria__indicators"))
        return rows.order_by("-year", "kind__order", "-edition", "pk")

    def search_rows(self, rows, words):
        kinds = list(AssessmentKind.objects.all())
        for word in fold(words).split():
            if word.isdecimal():
                rows = rows.filter(year=int(word[:4]))
            else:
                found = [k.pk for k in kinds if word in fold(" ".join(k.name.values()))]
                rows = rows.filter(kind__in=found)
        return rows


class CriteriaDetail(SignedPage):
    """One set: the tree as it is scored by, what changed since last year, its way to approval."""

    model = CriteriaSet
    permission = "monitoring.view_criteriaset"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.select_related("kind", "author", "revised_by", "copied_from__kind")

    def steps(self):
        criteria, user, page = self.object, self.request.user, self.object.get_absolute_url()
        steps = super().steps()
        if user.has_perm("monitoring.change_criteriaset", criteria):
            edit = {"label": _("Edit"), "url": f"{page}edit/"}
            if not criteria.faults():
                steps.append(edit)
            else:
                steps = [edit | {"primary": True}, *(s | {"primary": False} for s in steps)]
        if user.has_perm("monitoring.renew_criteriaset", criteria) and (
            not criteria.why_no_new_edition()
        ):
            steps.append({"label": _("New edition"), "url": f"{page}edition/"})
        steps.append({"label": _("As a list"), "url": f"{page}list/"})
        return steps

    def facts(self):
        criteria, user = self.object, self.request.user
        approved = criteria.order_date and numeric(criteria.order_date)
        return [
            Fact(_("Kind"), criteria.kind),
            Fact(_("Year"), criteria.year),
            Fact(_("Edition"), criteria.edition),
            Fact(
                _("Developed from"),
                criteria.copied_from and str(criteria.copied_from),
                criteria.copied_from and address(criteria.copied_from, user),
            ),
            Fact(_("Revised on"), criteria.revised_on and numeric(criteria.revised_on)),
            Fact(_("Revised by"), criteria.revised_by),
            Fact(_("Author"), criteria.author),
            Fact(_("Approved"), approved),
            Fact(_("Why the draft was dropped"), criteria.dropped_because),
            *self.route_facts(),
            *papers_not_made(criteria),
        ]

    def first_tabs(self):
        criteria = self.object
        count = criteria.indicators().count()
        tabs = [
            Tab(
                "criteria",
                pgettext("monitoring", "Indicators"),
                "monitoring/criteria_tree.html",
                count,
            )
        ]
        if criteria.of_last_year() or criteria.revision_words:
            label = _("What changed")
            tabs.append(Tab("changes", label, "monitoring/criteria_changes.html"))
        return tabs

    def first_context(self, slug):
        criteria, language = self.object, get_language() or "ky"
        if slug == "changes":
            return {
                "changes": changes_shown(changes_of(criteria), language),
                "earlier": criteria.of_last_year(),
            }
        total = criteria.total_weight()
        may_change = self.request.user.has_perm("monitoring.change_criteriaset", criteria)
        return state_of(criteria, may_change=may_change) | {
            "sections": sections(criteria, language),
            "scale": scale(criteria, language),
            "total": percent(total),
            "is_whole": total == WHOLE,
            "may_change": may_change,
            "collects": criteria.kind.collects_material,
            "width": 4 if criteria.kind.collects_material else 3,
        }


class CriteriaStep(SignedStep):
    """Sent, agreed, approved as every paper is; a draft is dropped with a reason."""

    model = CriteriaSet
    permission = "monitoring.view_criteriaset"
    tones = TONES
    step_forms = route_pages.ROUTE_FORMS | {"send": CriteriaSendForm, "drop": WhyForm}
    sentences = route_pages.ROUTE_SENTENCES | {
        "drop": gettext_lazy(
            "The draft goes out of use; it stays in the list as dropped. What is approved holds on."
        )
    }


class CriteriaPaper(PaperPage):
    """The printed list of criteria of the year (000/3.3)."""

    model = CriteriaSet
    permission = "monitoring.view_criteriaset"


class CriteriaSignature(SignatureAdd):
    """A signature file of the criteria."""

    model = CriteriaSet
    permission = "monitoring.add_signature_to_criteriaset"


def _said(point: int):
    return lambda one: {row.point: str(row.words) for row in one.points.all()}.get(point, "")


class IndicatorList(ListPage):
    """The indicators of one set as rows: for Excel and for who looks for one of many."""

    model = Indicator
    permission = "monitoring.view_criteriaset"
    empty_text = gettext_lazy("There are no indicators yet.")
    columns = [
        Column("direction", gettext_lazy("Direction"), lambda i: i.criterion.direction or ""),
        Column("criterion", gettext_lazy("Criterion"), lambda i: i.criterion),
        Column("indicator", pgettext_lazy("monitoring", "Indicator"), lambda i: i),
        Column("material", gettext_lazy("What to bring"), lambda i: i.material),
        Column("weight", gettext_lazy("Weight, %"), lambda i: i.percent, kind="number"),
    ]

    @cached_property
    def criteria(self) -> CriteriaSet:
        """The set they are of."""
        rows = CriteriaSet.objects.visible_to(self.request.user).select_related("kind")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def permission_object(self):
        return self.criteria

    def get_queryset(self):
        rows = self.criteria.indicators().select_related("criterion__direction")
        return rows.prefetch_related("points")

    def columns_out(self, form):
        words = pgettext_lazy("scale", "Point %(point)s")
        points = [Column(f"p{n}", str(words) % {"point": n}, _said(n)) for n in POINTS]
        return [*self.columns, *points]

    def get_title(self):
        return str(self.criteria)

    def row_url(self, thing):
        return reverse("monitoring:criteria", args=[self.criteria.pk])

    def search_rows(self, rows, words):
        asked = fold(words).split()
        found = [
            one.pk
            for one in rows
            if all(
                word in fold(" ".join([*one.title.values(), *one.criterion.title.values()]))
                for word in asked
            )
        ]
        return rows.filter(pk__in=found)
