"""The clause library: editions, their clauses, and what answers to what."""

import django_filters
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry, Todo
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, Tab
from documents.forms.library import StandardForm
from documents.models import ClauseMapping, Standard


def standing(standard) -> tuple[str, str]:
    """What the library says of an edition today, and the tone of that."""
    if standard.status == Standard.Status.DRAFT:
        return str(standard.get_status_display()), "grey"
    ended = standard.valid_until and standard.valid_until < localdate()
    replaced = standard.replaced_by and standard.replaced_by.status == Standard.Status.PUBLISHED
    if ended or replaced:
        return _("A newer edition replaced it") if replaced else _("Its term is over"), (
            "red" if standard.is_followed else "grey"
        )
    if standard.is_followed:
        return _("We work by it"), "green"
    return _("For reference"), "grey"


class StandardFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Standard.Kind.choices)
    followed = django_filters.ChoiceFilter(
        label=gettext_lazy("We work by it"),
        field_name="is_followed",
        choices=[("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))],
    )

    class Meta:
        model = Standard
        fields = ["kind", "followed"]


class StandardList(ListPage):
    """Standards and regulations with their editions (003/2)."""

    model = Standard
    permission = "documents.view_standard"
    title = gettext_lazy("Clause library")
    filterset_class = StandardFilter
    empty_text = gettext_lazy("The library is empty.")
    add_permission = "documents.add_standard"
    add_label = gettext_lazy("New standard or regulation")
    add_url = reverse_lazy("documents:standard_add")
    columns = [
        Column("code", gettext_lazy("Designation"), lambda s: s, sort="sorted_as"),
        Column("title", gettext_lazy("Title"), lambda s: s.title),
        Column("kind", gettext_lazy("Kind"), lambda s: s.get_kind_display(), sort="kind"),
        Column(
            "from",
            gettext_lazy("Valid from"),
            lambda s: numeric(s.valid_from) if s.valid_from else "",
            sort="valid_from",
            kind="date",
        ),
        Column("demands", gettext_lazy("Demands"), lambda s: s.demands, kind="number"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda s: standing(s)[0],
            kind="state",
            tone=lambda s: standing(s)[1],
        ),
    ]

    def columns_out(self, form):
        edition = Column("edition", _("Edition"), lambda s: s.edition)
        return [*self.columns[:2], edition, *self.columns[2:]]


class StandardDetail(DetailPage):
    model = Standard
    permission = "documents.view_standard"
    template_name = "documents/standard.html"

    def get_queryset(self):
        return super().get_queryset().select_related("replaced_by")

    def get_title(self):
        return str(self.object.title)

    def get_context_data(self, **kwargs):
        words, tone = standing(self.object)
        state = {"label": words, "tone": tone}
        context = super().get_context_data(**kwargs)
        return context | {"number": str(self.object), "state": state}

    def steps(self):
        user, standard = self.request.user, self.object
        steps = [
            {
                "label": _("Clause map"),
                "url": f"{reverse('clause_map')}?standard={standard.pk}",
                "primary": True,
            },
            {
                "label": _("Find a clause"),
                "url": f"{reverse('documents:clauses')}?standard={standard.pk}",
            },
        ]
        if user.has_perm("documents.change_standard", standard):
            url = reverse("documents:standard_edit", args=[standard.pk])
            steps.append({"label": _("Change the card"), "url": url})
            if not standard.as_of:
                url = reverse("documents:clause_add", args=[standard.pk])
                steps.append({"label": _("New clause"), "url": url})
        return steps

    def facts(self):
        standard = self.object
        copy = standard.document_for(self.request.user)
        newer = standard.replaced_by
        return [
            Fact(_("Kind"), standard.get_kind_display()),
            Fact(_("Edition"), standard.edition),
            Fact(_("Valid from"), standard.valid_from and numeric(standard.valid_from)),
            Fact(_("Valid until"), standard.valid_until and numeric(standard.valid_until)),
            Fact(_("Replaced by"), newer, newer.get_absolute_url() if newer else ""),
            Fact(_("We work by it"), _("Yes") if standard.is_followed else _("No")),
            Fact(
                _("Registered document"),
                copy and f"{copy.code} · {copy.title}",
                copy.get_absolute_url() if copy else "",
            ),
            Fact(_("Known as of"), standard.as_of and numeric(standard.as_of)),
        ]

    def tabs(self):
        return [
            Tab("clauses", _("Clauses"), "documents/tab_clauses_of.html"),
            Tab("mapping", _("Mapped clauses"), "documents/tab_mapping.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "clauses":
            return {"clauses": with_depth(self.object.clauses.all())}
        if slug == "mapping":
            rows = ClauseMapping.objects.select_related(
                *("from_standard", "to_standard", "from_clause__standard", "to_clause__standard")
            )
            return {
                "mapped": [
                    *rows.filter(from_standard=self.object),
                    *rows.filter(to_standard=self.object),
                ]
            }
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


def with_depth(clauses) -> list[dict]:
    """Clauses in their order, each with how deep it stands."""
    depths: dict[int | None, int] = {None: -1}
    rows = []
    for clause in clauses:
        depths[clause.pk] = depths.get(clause.parent_id, -1) + 1
        rows.append({"clause": clause, "depth": depths[clause.pk]})
    return rows


class StandardForms:
    """What new and edit have in common."""

    model = Standard
    form_class = StandardForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}  # type: ignore[misc]


class StandardCreate(StandardForms, CreatePage):
    permission = "documents.add_standard"
    title = gettext_lazy("New standard or regulation")

    def get_cancel_url(self):
        return reverse("documents:standards")


class StandardEdit(StandardForms, EditPage):
    """An edition's card; whoever was asked to look at its end has done so."""

    permission = "documents.change_standard"
    title = gettext_lazy("The card of a standard")

    def save(self, form):
        standard = super().save(form)
        if not Standard.objects.run_out(localdate()).filter(pk=standard.pk).exists():
            Todo.objects.about(standard).filter(kind="documents.standard_ended").done()
        return standard
