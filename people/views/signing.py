"""Electronic signatures: by which order they count, and who has given the statement."""

import django_filters
from django.db.models import OuterRef, Subquery
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Attachment, Blob, JournalEntry
from common.views import Column, CreatePage, DetailPage, Fact, ListPage, ObjectActPage, Tab
from people.forms.signing import EnablingOrderForm, EndOrderForm
from people.models import EnablingOrder, Person, Statement, StatementText

GIVEN = gettext_lazy("Given")
NOT_GIVEN = gettext_lazy("Not given")


class SigningFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Statement"),
        choices=[("given", GIVEN), ("none", NOT_GIVEN)],
        method="by_state",
    )

    class Meta:
        model = Person
        fields = ["state"]

    def by_state(self, rows, name, value):
        return rows.filter(given_on__isnull=value == "none")


class Signing(ListPage):
    """Who may sign electronically here, and by what right (004/7.3.6)."""

    model = Person
    permission = "people.view_signing"
    template_name = "people/signing.html"
    title = gettext_lazy("Electronic signatures")
    filterset_class = SigningFilter
    empty_text = gettext_lazy("There is nobody here yet.")
    columns = [
        Column("name", gettext_lazy("Name"), lambda p: p.full_name, sort="sorted_as"),
        Column(
            "state",
            gettext_lazy("Statement"),
            lambda p: GIVEN if p.given_on else NOT_GIVEN,
            kind="state",
            tone=lambda p: "green" if p.given_on else "amber",
        ),
        Column(
            "on",
            gettext_lazy("Date"),
            lambda p: numeric(p.given_on) if p.given_on else "",
            sort="given_on",
            kind="date",
        ),
        Column(
            "way",
            gettext_lazy("How"),
            lambda p: Statement.Way(p.given_way).label if p.given_way else "",
        ),
        Column("version", gettext_lazy("Version"), lambda p: p.given_version or "", kind="number"),
    ]

    def get_queryset(self):
        given = Statement.objects.in_force().filter(person=OuterRef("pk"))
        return (
            Person.objects.visible_to(self.request.user)
            .employees()
            .annotate(
                given_pk=Subquery(given.values("pk")[:1]),
                given_on=Subquery(given.values("signed_on")[:1]),
                given_way=Subquery(given.values("way")[:1]),
                given_version=Subquery(given.values("text__number")[:1]),
            )
        )

    def row_url(self, thing):
        """The statement; where there is none, the page to enter one from paper."""
        if thing.given_pk:
            return reverse("people:statement", args=[thing.given_pk])
        if self.request.user.has_perm("people.enter_statement"):
            return reverse("people:statement_enter", args=[thing.pk])
        return thing.get_absolute_url()

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            order=EnablingOrder.current(),
            text_version=StatementText.current().number,
            may_order=user.has_perm("people.add_enablingorder"),
            may_change_text=user.has_perm("people.change_statementtext"),
            **kwargs,
        )


# The order ----------------------------------------------------------------------------------


def stage(order: EnablingOrder) -> tuple[str, str]:
    """How an order stands today: its word and tone."""
    return (_("In force"), "green") if order.is_in_force else (_("Over"), "grey")


class EnablingOrders(ListPage):
    """The orders by which electronic signatures count, newest first."""

    model = EnablingOrder
    permission = "people.view_enablingorder"
    title = gettext_lazy("Orders on electronic signatures")
    empty_text = gettext_lazy("No order is entered: papers are signed by hand.")
    add_permission = "people.add_enablingorder"
    add_label = gettext_lazy("Enter the order")
    add_url = reverse_lazy("people:enabling_order_add")
    columns = [
        Column("number", gettext_lazy("Order No."), lambda o: o.number, kind="code"),
        Column("date", gettext_lazy("From"), lambda o: numeric(o.date), sort="date", kind="date"),
        Column(
            "until",
            gettext_lazy("To"),
            lambda o: numeric(o.until) if o.until else "",
            sort="until",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda o: stage(o)[0],
            kind="state",
            tone=lambda o: stage(o)[1],
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(number__icontains=words)


class EnablingOrderDetail(DetailPage):
    model = EnablingOrder
    permission = "people.view_enablingorder"

    def get_title(self):
        return _("Order on electronic signatures")

    def get_context_data(self, **kwargs):
        label, tone = stage(self.object)
        return super().get_context_data(**{"number": f"№ {self.object.number}", **kwargs}) | {
            "state": {"label": label, "tone": tone}
        }

    def facts(self):
        order = self.object
        by = order.entered_by
        return [
            Fact(_("Order No."), order.number),
            Fact(_("Order date"), numeric(order.date)),
            Fact(_("Last day of force"), order.until and numeric(order.until)),
            Fact(_("Entered by"), by.person.short_name if by else "Sapat"),
            Fact(_("Entered"), date_and_time(order.entered_at)),
        ]

    def steps(self):
        may = self.request.user.has_perm("people.end_enablingorder")
        if not may or self.object.until:
            return []
        url = reverse("people:enabling_order_end", args=[self.object.pk])
        return [{"label": _("End the order"), "url": url, "danger": True}]

    def tabs(self):
        return [
            Tab("files", _("Files"), "components/tab_files.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "files":
            return {"files": scans(self.object)}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


def scans(owner) -> list[dict]:
    """The scans that hang on a thing, for the list of files."""
    return [
        {"name": file.name, "url": file.get_absolute_url(), "size": file.blob.size}
        for file in Attachment.objects.of(owner)
    ]


class EnablingOrderAdd(CreatePage):
    """Enter the order with its scan; from its date signatures given here count."""

    model = EnablingOrder
    form_class = EnablingOrderForm
    permission = "people.add_enablingorder"
    title = gettext_lazy("Order on electronic signatures")
    deed_name = "enter_order"

    def get_cancel_url(self):
        return reverse("people:signing")

    def form_valid(self, form):
        self.blob = Blob.store(form.cleaned_data["scan"].chunks())
        return super().form_valid(form)

    def save(self, form):
        form.instance.entered_by = self.request.user
        order = form.save()
        Attachment.objects.create(
            owner=order,
            blob=self.blob,
            name=form.cleaned_data["scan"].name,
            kind="scan",
            added_by=self.request.user,
        )
        return order


class EnablingOrderEnd(ObjectActPage):
    model = EnablingOrder
    permission = "people.end_enablingorder"
    form_class = EndOrderForm
    title = gettext_lazy("End the order")
    submit_label = gettext_lazy("End the order")
    sentence = gettext_lazy(
        "After this day papers are printed with a line for the hand; what was signed stays signed."
    )
    danger = True

    def act(self, form):
        self.object.end(by=self.request.user, until=form.cleaned_data["until"])
        return self.object

    def done_sentence(self):
        return _("The end of the order is entered.")
