"""The directory of people, and my own page."""

import django_filters
from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.db.models import Prefetch
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from common import deeds
from common.dates import numeric
from common.models import JournalEntry, deed, record
from common.views import Column, DetailPage, Fact, ListPage, Page, Tab
from people.models import Appointment, Person, Unit
from people.names import show_phone


def held(person) -> Appointment | None:
    """The position to show, from what the list has loaded already."""
    return next(iter(person.held), None)


class PersonFilter(django_filters.FilterSet):
    unit = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Unit"), queryset=Unit.objects.all(), method="in_unit"
    )

    class Meta:
        model = Person
        fields = ["unit"]

    def in_unit(self, rows, name, unit):
        appointments = Appointment.objects.on().filter(position__unit=unit)
        return rows.filter(pk__in=appointments.values("person"))


class PersonList(ListPage):
    """Who works here and who works with us."""

    model = Person
    permission = "people.view_person"
    title = gettext_lazy("People")
    filterset_class = PersonFilter
    empty_text = gettext_lazy("There is nobody here yet.")
    import_permission = "people.import_staff"
    import_label = gettext_lazy("Import of staff")
    import_url = reverse_lazy("people:staff_upload")
    columns = [
        Column("name", gettext_lazy("Name"), lambda p: p.full_name, sort="sorted_as"),
        Column("position", gettext_lazy("Position"), lambda p: held(p).position if held(p) else ""),
        Column("unit", gettext_lazy("Unit"), lambda p: held(p).position.unit if held(p) else ""),
        Column("email", gettext_lazy("E-mail"), lambda p: p.email),
        Column("phone", gettext_lazy("Phone"), lambda p: show_phone(p.phone) if p.phone else ""),
    ]

    def get_queryset(self):
        positions = Appointment.objects.on().select_related("position__unit")
        return Person.objects.visible_to(self.request.user).prefetch_related(
            Prefetch("appointments", positions, to_attr="held")
        )


class PersonDetail(DetailPage):
    model = Person
    permission = "people.view_person"

    def get_title(self):
        return self.object.full_name

    def facts(self):
        person = self.object
        appointments = person.appointments.select_related("position__unit")
        return [
            Fact(_("E-mail"), person.email, f"mailto:{person.email}"),
            Fact(_("Phone"), person.phone and show_phone(person.phone)),
            Fact(_("Language of letters"), person.get_language_display()),
            *(
                Fact(
                    appointment.position,
                    _("from %(date)s") % {"date": numeric(appointment.since)}
                    + (f" - {numeric(appointment.until)}" if appointment.until else ""),
                )
                for appointment in appointments
            ),
        ]

    def steps(self):
        if self.object.pk != self.request.user.person_id:
            return []
        return [{"label": _("Change the password"), "url": reverse("people:password")}]

    def tabs(self):
        if not self.request.user.has_perm("people.view_trail", self.object):
            return []
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object))}


class Me(Page, RedirectView):
    """My own page."""

    permission = "people.view_person"

    def get_redirect_url(self):
        return self.request.user.person.get_absolute_url()

    def get_context_data(self, **kwargs):
        return kwargs


class ChangePassword(Page, PasswordChangeView):
    """A new password of my own; the old one is asked."""

    permission = "people.change_password"
    template_name = "pages/form.html"
    form_class = PasswordChangeForm
    title = gettext_lazy("New password")
    success_url = reverse_lazy("people:me")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("Change the password"), cancel_url=reverse("people:me"), **kwargs
        )

    def form_valid(self, form):
        with deed(by=self.request.user):
            response = super().form_valid(form)
            record(self.request.user, "change_password", by=self.request.user)
        messages.success(self.request, _("The password is changed."))
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
