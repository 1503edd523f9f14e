"""Days of an obligation set by hand: another day ahead, and what happened."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.models import StepNotAllowed
from common.views import ObjectActPage
from planning import events, opening
from planning.forms.keeping import PlanForm, TellForm
from planning.models import Duty, Obligation
from planning.timetable import Timetable

from .duty_steps import consequences
from .obligation import coming_days, told_by_hand


class PlanAhead(ObjectActPage):
    """Another day for a time that is not opened yet, and why (education 3.25)."""

    model = Obligation
    permission = "planning.plan_ahead"
    form_class = PlanForm
    title = gettext_lazy("Set another day")
    submit_label = gettext_lazy("Set another day")

    @cached_property
    def nominal(self):
        try:
            day = parse_date(self.kwargs["day"])
        except ValueError:
            day = None
        if day is None:
            raise Http404
        return day

    @cached_property
    def coming(self):
        days = coming_days(self.object, Timetable())
        return next((day for day in days if day.occurrence.nominal == self.nominal), None)

    def not_now(self, *, may):
        if may and self.coming is None:
            return _("This day was opened already, or is no day of the obligation.")
        return ""

    @property
    def sentence(self):
        return _("By the rule it is due on %(day)s; the new day stands beside it.") % {
            "day": numeric(self.coming.due)
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"planned": self.coming.due}

    def get_initial(self):
        return {"due": self.coming.due}

    def act(self, form):
        given = form.cleaned_data
        try:
            made, self.along = opening.plan_ahead(
                self.object,
                self.nominal,
                due=given["due"],
                reason=given["reason"],
                by=self.request.user,
            )
        except StepNotAllowed as error:
            raise ValidationError(str(error)) from error
        if not made:
            raise ValidationError(_("Somebody set this day meanwhile: look at its duties."))
        seen = Duty.objects.visible_to(self.request.user)
        self.made = seen.filter(pk=made[0].pk).first()
        return self.made or self.object

    def done_sentence(self):
        return " ".join([_("The day is set."), *consequences(self.made, self.along, self.request)])


class Tell(ObjectActPage):
    """It happened: what is to be done now is opened by hand."""

    model = Obligation
    permission = "planning.tell_event"
    form_class = TellForm
    title = gettext_lazy("It happened")
    submit_label = gettext_lazy("Open the duty")
    sentence = gettext_lazy("A duty opens at once and waits for whoever answers for it.")

    def not_now(self, *, may):
        if not may or told_by_hand(self.object):
            return ""
        if not self.object.is_in_use:
            return _("It is no longer kept.")
        return _("Nobody has to tell it: it falls due by itself.")

    def act(self, form):
        given = form.cleaned_data
        happened = events.Happened(str(given["uid"]), given["on"], words=given["words"])
        opening.tell(self.object, happened, by=self.request.user)
        return Duty.objects.get(obligation=self.object, key=f"event:{given['uid']}")

    def done_sentence(self):
        return _("The duty is open.")
