"""The nomenclature of files: the list of a year, its cases, its way to approval."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.dates import numeric
from common.models import deed, record
from common.views import Column, CreatePage, EditPage, Fact, ListPage, Tab
from common.views.page import ObjectPage
from documents.forms.nomenclature import CloseYearForm, ItemForm, NomenclatureForm
from documents.models import Nomenclature, NomenclatureItem

from . import route_pages
from .paper_parts import record_step
from .route_pages import ROUTE_FORMS, ROUTE_SENTENCES, SignedPage, SignedStep

TONES = route_pages.TONES | {"closed": "grey"}


class NomenclatureList(ListPage):
    """The nomenclatures year by year (004/4.2.1)."""

    model = Nomenclature
    permission = "documents.view_nomenclature"
    title = gettext_lazy("Nomenclature of files")
    empty_text = gettext_lazy("There is no nomenclature yet.")
    add_permission = "documents.add_nomenclature"
    add_label = gettext_lazy("New year")
    add_url = reverse_lazy("documents:nomenclature_add")
    columns = [
        Column("year", gettext_lazy("Year"), lambda n: n.year, sort="year", kind="code"),
        Column("title", gettext_lazy("Title"), lambda n: n),
        Column("cases", gettext_lazy("Cases"), lambda n: n.cases, kind="number"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda n: n.get_state_display(),
            kind="state",
            tone=lambda n: TONES[n.state],
        ),
        Column(
            "order",
            gettext_lazy("Order"),
            lambda n: f"№ {n.order_number}, {numeric(n.order_date)}" if n.order_number else "",
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(year__icontains=words)


class NomenclatureDetail(SignedPage):
    model = Nomenclature
    permission = "documents.view_nomenclature"
    tones = TONES

    def get_context_data(self, **kwargs):
        may_change = self.request.user.has_perm("documents.change_nomenclature", self.object)
        return super().get_context_data(may_change=may_change, **kwargs)

    def steps(self):
        year = self.object
        steps = [
            one | {"primary": year.is_over} if one.get("name") == "close" else one
            for one in super().steps()
            if one.get("name") != "close" or year.may_be_closed
        ]
        if self.request.user.has_perm("documents.change_nomenclature", self.object):
            url = reverse("list_upload_of", args=["cases", self.object.pk])
            steps.append({"label": _("Bring in cases from Excel"), "url": url})
        return [*steps, *record_step(self.object, self.request.user)]

    def facts(self):
        nomenclature = self.object
        return [
            Fact(_("Year"), nomenclature.year),
            Fact(_("Author"), nomenclature.author),
            Fact(
                _("Order"),
                nomenclature.order_number
                and _("No. %(number)s of %(date)s")
                % {"number": nomenclature.order_number, "date": numeric(nomenclature.order_date)},
            ),
            *self.route_facts(),
            Fact(
                _("Closing record"),
                _("Open the PDF") if nomenclature.closing else "",
                reverse("records:year_closing", args=[nomenclature.pk]),
                on_paper=False,
            ),
        ]

    def first_tabs(self):
        return [Tab("cases", _("Cases"), "documents/tab_cases.html")]

    def first_context(self, slug):
        return {"cases": self.object.items.select_related("responsible")}


class NomenclatureCreate(CreatePage):
    model = Nomenclature
    form_class = NomenclatureForm
    permission = "documents.add_nomenclature"
    title = gettext_lazy("New year")

    def get_cancel_url(self):
        return reverse("documents:nomenclatures")

    def save(self, form):
        form.instance.author = self.request.user.person
        nomenclature = form.save()
        if earlier := form.cleaned_data["copy"]:
            nomenclature.copy_from(earlier)
        return nomenclature


class NomenclatureStep(SignedStep):
    """The same route and the same signature as a document's."""

    model = Nomenclature
    permission = "documents.view_nomenclature"
    tones = TONES
    step_forms = ROUTE_FORMS | {"close": CloseYearForm}
    sentences = ROUTE_SENTENCES | {
        "approve": gettext_lazy("You approve and sign the list of cases of the year."),
        "close": gettext_lazy(
            "The year is over: its closing record says how many cases were opened. What lies in a "
            "case that goes on is kept as much longer; what is dated in that year later on is "
            "filed in the cases of the next."
        ),
    }

    def get_template_names(self):
        return ["documents/nomenclature_close.html" if self.name == "close" else self.template_name]

    def closed(self):
        """Before its time the year is not closed, whatever is typed."""
        if closed := super().closed():
            return closed
        if self.name != "close" or self.object.may_be_closed:
            return None
        blank = CloseYearForm(request=self.request, instance=self.object)
        return self.again(blank, 409, gone=self.object.close_words())


class ItemPage:
    """A case of a draft: reached through its nomenclature, changed only while that is a draft."""

    model = NomenclatureItem
    form_class = ItemForm
    permission = "documents.change_nomenclature"

    def permission_object(self):
        years = Nomenclature.objects.visible_to(self.request.user)
        self.nomenclature = get_object_or_404(years, pk=self.kwargs["nomenclature"])
        return self.nomenclature

    def get_queryset(self):
        return NomenclatureItem.objects.filter(nomenclature=self.nomenclature)

    def get_cancel_url(self):
        return self.nomenclature.get_absolute_url()

    def get_success_url(self):
        return self.nomenclature.get_absolute_url()


class ItemCreate(ItemPage, CreatePage):
    title = gettext_lazy("New case")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.instance.nomenclature = self.nomenclature
        return form


class ItemEdit(ItemPage, EditPage):
    title = gettext_lazy("Case")


class ItemRemove(ObjectPage, SingleObjectMixin, FormView):
    """Take a case off the draft."""

    model = Nomenclature
    permission = "documents.change_nomenclature"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        item = get_object_or_404(self.object.items, pk=kwargs["item"])
        with deed(by=request.user):
            record(self.object, "change", by=request.user, removed=item.index)
            item.delete()
        return HttpResponseRedirect(self.object.get_absolute_url())
