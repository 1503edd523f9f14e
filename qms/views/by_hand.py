"""Letters to hand over: to colleagues without e-mail, through whoever heads their unit."""

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from common.dates import numeric
from common.forms import HouseForm
from common.models import deed, record
from common.printing import render_pdf, show
from common.views import Column, ListPage, ObjectActPage, Page
from documents.by_hand import hand_over, letters_to_hand, people_waiting
from documents.forms.steps import day_field
from documents.models.heads import led_by
from people.models import Appointment, Person, Unit


def post_of(person):
    """The position to show, from what the list has loaded already."""
    return person.held[0].position if person.held else None


class ByHandFilter(django_filters.FilterSet):
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"), queryset=Unit.objects.all(), method="in_unit"
    )

    class Meta:
        model = Person
        fields = ["unit"]

    def in_unit(self, rows, name, unit):
        posts = Appointment.objects.on().filter(position__unit=unit)
        return rows.filter(pk__in=posts.values("person"))


class ByHand(ListPage):
    """Who is waiting for letters on paper, by unit."""

    model = Person
    permission = "documents.hand_letters"
    template_name = "letters/by_hand.html"
    title = gettext_lazy("Letters to hand over")
    lead = gettext_lazy(
        "These colleagues have no e-mail, or theirs refuses. Print the sheets, hand them over "
        "and let them be signed."
    )
    filterset_class = ByHandFilter
    empty_text = gettext_lazy("There is nothing to hand over.")
    columns = [
        Column("unit", gettext_lazy("Unit"), lambda p: post_of(p).unit if post_of(p) else ""),
        Column("name", gettext_lazy("Name"), lambda p: p.full_name, sort="sorted_as"),
        Column("position", gettext_lazy("Position"), lambda p: post_of(p) or ""),
        Column("letters", gettext_lazy("Letters"), lambda p: len(p.to_hand), kind="number"),
        Column(
            "since",
            gettext_lazy("The oldest"),
            lambda p: numeric(localdate(p.to_hand[0].created_at)),
            kind="date",
        ),
        Column(
            "why",
            gettext_lazy("Why on paper"),
            lambda p: _("The address refuses") if p.email else _("No e-mail"),
        ),
    ]

    def get(self, request, *args, **kwargs):
        self.waiting = letters_to_hand(request.user)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        return people_waiting().filter(pk__in=list(self.waiting)).order_by("sorted_as", "pk")

    def dressed(self, things):
        for person in things:
            person.to_hand = self.waiting[person.pk]
        return things

    def row_url(self, thing):
        return reverse("by_hand_person", args=[thing.pk])

    def get_context_data(self, **kwargs):
        unit = self.request.GET.get("unit", "")
        asked = f"?unit={unit}" if unit.isdecimal() else ""
        url = reverse("by_hand_sheets") + asked
        return super().get_context_data(**{"sheets_url": url, **kwargs})


class Sheets(Page, View):
    """The sheets to hand over, each on a page of its own, in the language of its reader."""

    permission = "documents.hand_letters"

    def get(self, request):
        people = people_waiting()
        if (unit := request.GET.get("unit", "")).isdecimal():
            posts = Appointment.objects.on().filter(position__unit=unit[:18])
            people = people.filter(pk__in=posts.values("person"))
        if (one := request.GET.get("person", "")).isdecimal():
            people = people.filter(pk=one[:18])
        waiting = letters_to_hand(request.user, people)
        people = people.filter(pk__in=list(waiting)).order_by("sorted_as", "pk")
        get_object_or_404(people[:1])
        sheets = [
            {"person": p, "post": p.held[0] if p.held else None, "letters": waiting[p.pk]}
            for p in people
        ]
        context = {"sheets": sheets, "hander": request.user.person}
        data = render_pdf("print/letters.html", context)
        with deed(by=request.user):
            record(None, "export", by=request.user, register=request.path, form="pdf")
        return show(data, f"letters_{localdate():%Y-%m-%d}.pdf")


class HandedForm(HouseForm, forms.Form):
    """The day the sheet was signed; the newest letter that stood on it."""

    on = day_field(gettext_lazy("Date on the sheet"), initial=localdate)
    newest = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)


class HandOver(ObjectActPage):
    """One colleague's letters: printed here, then noted as handed over."""

    model = Person
    permission = "documents.hand_letters"
    template_name = "letters/hand_over.html"
    form_class = HandedForm
    submit_label = gettext_lazy("Handed over")
    sentence = gettext_lazy(
        "Print the sheet, hand it to the colleague, let it be signed, then enter the day here."
    )

    def get_queryset(self):
        """Those whom this reader may hand something to, also when it is done already."""
        if self.request.user.has_perm("common.view_letters"):
            return Person.objects.employees()
        return led_by(self.request.user)

    def get_title(self):
        return _("Letters for %(name)s") % {"name": self.object.full_name}

    def letters(self):
        rows = Person.objects.filter(pk=self.object.pk)
        return letters_to_hand(self.request.user, rows).get(self.object.pk, [])

    def get_initial(self):
        letters = self.letters()
        return {"on": localdate(), "newest": max((one.pk for one in letters), default=0)}

    def get_context_data(self, **kwargs):
        sheet = f"{reverse('by_hand_sheets')}?person={self.object.pk}"
        context = {"letters": self.letters(), "sheet_url": sheet, "number": ""}
        return super().get_context_data(**context | kwargs)

    def get_cancel_url(self):
        return reverse("by_hand")

    def act(self, form):
        given = form.cleaned_data
        self.count = hand_over(
            self.object, by=self.request.user, on=given["on"], newest=given["newest"]
        )
        return self.object

    def where_next(self, done):
        return reverse("by_hand")

    def done_sentence(self):
        words = ngettext(
            "%(count)s letter was handed over.", "%(count)s letters were handed over.", self.count
        )
        return words % {"count": self.count}
