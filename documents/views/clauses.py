"""Clauses of the library: found, read, typed by hand, and said not to concern us."""

import django_filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, Tab
from common.views.act import ObjectActPage
from documents.clause_map import lines_behind
from documents.forms.library import ClauseForm, NotAppliedForm
from documents.models import ClauseMapping, Standard, StandardClause


class ClauseFilter(django_filters.FilterSet):
    standard = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Standard"), queryset=Standard.objects.all()
    )
    applies = django_filters.ChoiceFilter(
        label=gettext_lazy("Applies"),
        choices=[("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))],
    )

    class Meta:
        model = StandardClause
        fields = ["standard", "applies"]


class ClauseList(ListPage):
    """Every clause of the library, found by its number or words."""

    model = StandardClause
    permission = "documents.view_standard"
    title = gettext_lazy("Clauses")
    filterset_class = ClauseFilter
    empty_text = gettext_lazy("The library is empty.")
    columns = [
        Column(
            "standard", gettext_lazy("Standard"), lambda c: c.standard, sort="standard__sorted_as"
        ),
        Column("number", gettext_lazy("Number"), lambda c: c.number, sort="sorted_as", kind="code"),
        Column("title", gettext_lazy("Title"), lambda c: c.title),
        Column(
            "state",
            gettext_lazy("State"),
            lambda c: clause_state(c)[0],
            kind="state",
            tone=lambda c: clause_state(c)[1],
        ),
    ]


def clause_state(clause) -> tuple[str, str]:
    """Whether a clause demands something of us."""
    if not clause.applies:
        return _("Does not apply"), "grey"
    if clause.is_requirement:
        return _("Demands something"), "blue"
    return _("Heading"), "grey"


class ClauseDetail(DetailPage):
    model = StandardClause
    permission = "documents.view_standard"

    def get_queryset(self):
        return super().get_queryset().select_related("standard", "parent")

    def get_title(self):
        return str(self.object.title)

    def get_context_data(self, **kwargs):
        words, tone = clause_state(self.object)
        context = super().get_context_data(**kwargs)
        return context | {"number": str(self.object), "state": {"label": words, "tone": tone}}

    def steps(self):
        user, clause = self.request.user, self.object
        steps = []
        if user.has_perm("documents.decide_standardclause", clause):
            name = "clause_off" if clause.applies else "clause_on"
            label = _("Does not apply to us") if clause.applies else _("Applies to us again")
            steps.append({"label": label, "url": reverse(f"documents:{name}", args=[clause.pk])})
        if user.has_perm("documents.change_standardclause", clause):
            url = reverse("documents:clause_edit", args=[clause.pk])
            steps.append({"label": _("Change the clause"), "url": url})
        return steps

    def facts(self):
        clause = self.object
        above = clause.parent
        return [
            Fact(_("Standard"), clause.standard, clause.standard.get_absolute_url()),
            Fact(
                _("Clause above"),
                above and above.headline,
                above.get_absolute_url() if above else "",
            ),
            Fact(_("Why it does not apply"), clause.reason),
            Fact(_("Decided"), clause.decided_on and numeric(clause.decided_on)),
        ]

    def tabs(self):
        return [
            Tab("evidence", _("Behind it"), "documents/tab_evidence.html"),
            Tab("mapping", _("Mapped clauses"), "documents/tab_mapping.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        clause = self.object
        if slug == "evidence":
            return {"lines": lines_behind([clause.pk], self.request.user).get(clause.pk, [])}
        if slug == "mapping":
            rows = ClauseMapping.objects.select_related(
                *("from_standard", "to_standard", "from_clause__standard", "to_clause__standard")
            )
            return {"mapped": rows.filter(from_clause=clause) | rows.filter(to_clause=clause)}
        return {"items": deeds.history(JournalEntry.objects.about(clause), self.request.user)}


class ClauseCreate(CreatePage):
    model = StandardClause
    form_class = ClauseForm
    permission = "documents.add_standard"
    title = gettext_lazy("New clause")

    @cached_property
    def standard(self) -> Standard:
        """What came with the library is changed by its files only."""
        standards = Standard.objects.visible_to(self.request.user).filter(as_of=None)
        return get_object_or_404(standards, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"standard": self.standard}

    def save(self, form):
        last = self.standard.clauses.order_by("-order").first()
        form.instance.order = last.order + 1 if last else 1
        return super().save(form)

    def get_cancel_url(self):
        return self.standard.get_absolute_url()

    def get_success_url(self):
        return self.standard.get_absolute_url()


class ClauseEdit(EditPage):
    model = StandardClause
    form_class = ClauseForm
    permission = "documents.change_standardclause"
    title = gettext_lazy("Clause")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"standard": self.object.standard}


class ClauseOff(ObjectActPage):
    """The clause does not concern the organisation (ISO 9001:2015, 4.3)."""

    model = StandardClause
    form_class = NotAppliedForm
    permission = "documents.decide_standardclause"
    title = gettext_lazy("Does not apply to us")
    submit_label = gettext_lazy("Does not apply to us")
    sentence = gettext_lazy(
        "The clause and those under it turn grey on the clause map, with your reason beside them."
    )

    def act(self, form):
        self.object.decide(by=self.request.user, applies=False, **form.cleaned_data)
        return self.object


class ClauseOn(ObjectActPage):
    """It does concern us after all."""

    model = StandardClause
    form_class = NotAppliedForm
    permission = "documents.decide_standardclause"
    title = gettext_lazy("Applies to us again")
    submit_label = gettext_lazy("Applies to us again")
    sentence = gettext_lazy("From now on the clause map asks for evidence here.")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        del form.fields["reason"]
        return form

    def act(self, form):
        if self.object.applies:
            raise Http404
        self.object.decide(by=self.request.user, applies=True)
        return self.object
