"""A meeting is planned, changed, its agenda sent, its steps taken."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.views import CreatePage, EditPage, ObjectActPage, StepPage
from planning.forms.meeting import EndForm, MeetingEditForm, MeetingForm, MoveForm, ReasonForm
from planning.models import Meeting, MeetingKind

from .meetings import TONES


class Unsigned:
    """A page that changes a meeting: who could, and comes too late, is told so."""

    def not_now(self, *, may):
        one = self.meeting_of_page()
        if may or one.state in ("planned", "open", "held"):
            return ""
        before = copy(one)
        before.state = "held"
        if not self.request.user.has_perm(self.permission, before):
            return ""
        return locked_words(one)

    def meeting_of_page(self):
        """The meeting that the page is about."""
        return self.object


def locked_words(meeting) -> str:
    """Why nothing of it is changed any more."""
    return _("The meeting is now “%(state)s”: nothing can be changed in it.") % {
        "state": meeting.get_state_display()
    }


class MeetingCreate(CreatePage):
    """A new meeting, with the standing items of its kind."""

    model = Meeting
    form_class = MeetingForm
    permission = "planning.add_meeting"
    deed_name = "plan_meeting"
    title = gettext_lazy("New meeting")
    submit_label = gettext_lazy("Plan the meeting")

    def get_initial(self):
        asked = self.request.GET.get("kind", "")
        kind = (
            MeetingKind.objects.used().filter(pk=asked[:9]).first() if asked.isdecimal() else None
        )
        if kind is None:
            return {}
        time = kind.obligation.at if kind.obligation else None
        return {"kind": kind, "starts": time}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_cancel_url(self):
        return reverse("planning:meetings")

    def save(self, form):
        form.instance.author = self.request.user.person
        form.instance.begin()
        return form.instance

    def details(self, form):
        return {"day": form.instance.day.isoformat()}


class MeetingEdit(Unsigned, EditPage):
    """What may still change: hours, place, chair and secretary."""

    model = Meeting
    form_class = MeetingEditForm
    permission = "planning.change_meeting"
    deed_name = "change_meeting"
    title = gettext_lazy("Change the meeting")

    def save(self, form):
        state = Meeting.objects.values_list("state", flat=True).get(pk=self.object.pk)
        if state not in ("planned", "open", "held"):
            raise ValidationError(locked_words(Meeting(state=state)))
        form.instance.author = form.instance.secretary
        saved = super().save(form)
        if saved.state == "planned":
            saved.ask_secretary()
        elif saved.state == "held":
            saved.ask_minutes()
        return saved


class MeetingInvite(ObjectActPage):
    """The agenda goes to everybody who is asked to come."""

    model = Meeting
    permission = "planning.change_meeting"
    form_class = forms.Form
    title = gettext_lazy("Send invitations")
    submit_label = gettext_lazy("Send")
    sentence = gettext_lazy("Everybody who is asked to come gets the agenda by letter.")

    def not_now(self, *, may):
        if self.object.state != "planned":
            return locked_words(self.object)
        return _("Its day has passed: nobody is asked to come.") if self.object.has_passed else ""

    def act(self, form):
        self.object.invite(by=self.request.user)
        return self.object

    def done_sentence(self):
        return _("The invitations are on their way.")

    def get_context_data(self, **kwargs):
        people = self.object.invitees()
        told = ngettext("%(n)s person is asked to come.", "%(n)s people are asked to come.",
                        len(people)) % {"n": len(people)}  # fmt: skip
        names = ", ".join(person.short_name for person in people)
        return super().get_context_data(consequences=[told, names], **kwargs)


class MeetingStep(StepPage):
    """Every step of a meeting."""

    model = Meeting
    template_name = "planning/meeting_step.html"
    permission = "planning.view_meeting"
    tones = TONES
    step_forms = {"move": MoveForm, "cancel": ReasonForm, "end": EndForm}
    sentences = {
        "open": gettext_lazy(
            "People sit down: members are written down, open decisions of earlier meetings come "
            "first on the agenda."
        ),
        "end": gettext_lazy(
            "The minutes get their number. They are finished, and sent to be signed."
        ),
        "move": gettext_lazy("Who was asked to come is told the new day and the reason."),
        "cancel": gettext_lazy("Who was asked to come is told. It stays in the list as cancelled."),
    }

    def not_now(self, *, may):
        one = self.object
        if self.name == "open" and one.is_to_come and one.can("open", self.request.user):
            return _("Its day has not come yet: move it first.")
        return ""

    def about(self):
        """Who ends it comes from the minutes, and sees which items still want a word."""
        one = self.object
        if self.name != "end" or one.state != "open":
            return {}
        cancel = reverse("planning:minutes", args=[one.pk])
        waiting = [] if not one.quorum().is_there else one.items.filter(outcome="")
        return {"cancel_url": cancel, "waiting": waiting}

    def get_success_url(self):
        if self.name == "open":
            return reverse("planning:minutes", args=[self.object.pk])
        return super().get_success_url()
