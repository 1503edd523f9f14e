"""Appointments with the powers they bring, and the handing over of a leaver's work."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.views import CreatePage, EditPage
from common.views.page import ObjectPage
from people import handover
from people.forms.person import AppointmentForm, HandoverForm
from people.models import Appointment, Handover, Person, Position, powers_change


class Appointing:
    """An appointment changes powers: the journal names them, and a refusal undoes everything."""

    def save(self, form):
        person = form.instance.person
        with transaction.atomic(), powers_change(person, by=self.request.user):
            held = Position.objects.select_for_update(of=("self",))  # nobody closes it meanwhile
            form.instance.position = held.get(pk=form.instance.position_id)
            form.instance.clean()
            return super().save(form)


class AppointmentCreate(Appointing, CreatePage):
    model = Appointment
    form_class = AppointmentForm
    permission = "people.change_person"
    deed_name = "appoint"

    def permission_object(self):
        people = Person.objects.visible_to(self.request.user)
        self.person = get_object_or_404(people, pk=self.kwargs["pk"])
        return self.person

    def get_title(self):
        return _("Appoint: %(name)s") % {"name": self.person.full_name}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.instance.person = self.person  # the rules of an appointment speak of the person
        return form

    def get_cancel_url(self):
        return self.person.get_absolute_url()


class AppointmentEdit(Appointing, EditPage):
    model = Appointment
    form_class = AppointmentForm
    permission = "people.change_person"
    deed_name = "change_appointment"

    def get_title(self):
        return _("Appointment: %(name)s") % {"name": self.object.person.full_name}


class HandOver(ObjectPage, SingleObjectMixin, FormView):
    """Hand a leaver's work over: what passes on is shown before it does."""

    model = Person
    permission = "people.hand_over_person"
    template_name = "people/hand_over.html"
    form_class = HandoverForm

    def get_title(self):
        return _("Hand over the work: %(name)s") % {"name": self.object.full_name}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.object}

    def get_context_data(self, **kwargs):
        works = [
            {"label": work.label, "items": [work.describe(thing) for thing in things]}
            for work in handover.works()
            if (things := list(work.find(self.object)))
        ]
        return super().get_context_data(
            works=works,
            danger=True,
            sentence=_(
                "The appointments end on the last day, what is listed below passes on now, "
                "and the account is blocked."
            ),
            submit_label=_("Hand over"),
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            Handover.make(by=self.request.user, person=self.object, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The work is handed over."))
        return HttpResponseRedirect(self.object.get_absolute_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
