"""One decision: who does it, how it stands, what shows that it is done."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import DetailPage, Fact, ObjectActPage, StepPage, Tab
from planning.forms.decision import CheckForm, FinishForm, WhyForm
from planning.forms.minutes import DecisionForm
from planning.meeting_handover import who_left
from planning.models import Decision, Meeting

from .announcement import file_items
from .decisions import TONES, state_words, tone
from .meeting_writing import locked_words


class DecisionDetail(DetailPage):
    """The record of a decision."""

    model = Decision
    permission = "planning.view_decision"
    template_name = "planning/decision.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset().for_list()
        return rows.select_related(
            "item__meeting__kind__body",
            "item__meeting__chair",
            "item__meeting__secretary",
            "done_by",
            "checked_by",
        )

    def get_title(self):
        return _("Decision %(number)s") % {"number": self.object.number}

    @property
    def meeting(self):
        return self.object.item.meeting

    def steps(self):
        found = super().steps()
        may = self.request.user.has_perm("planning.rewrite_decision", self.object)
        if self.meeting.is_written and may:
            url = f"{self.object.get_absolute_url()}edit/"
            found.append({"label": _("Change the decision"), "url": url})
        if self.request.user.has_perm("planning.extract_meeting", self.meeting):
            url = f"{self.meeting.get_absolute_url()}extract/"
            found.append({"label": _("Make an extract"), "url": url})
        return found

    def facts(self):
        one, meeting = self.object, self.meeting
        rows = Meeting.objects.visible_to(self.request.user)
        url = meeting.get_absolute_url() if rows.filter(pk=meeting.pk).exists() else ""
        return [
            Fact(_("Meeting"), meeting, url),
            Fact(_("Item"), one.item if url else ""),
            Fact(_("Responsible"), one.names),
            Fact(_("Until"), one.due and numeric(one.due)),
            Fact(_("Done on"), one.done_on and numeric(one.done_on)),
            Fact(_("Noted as done by"), one.done_by),
            Fact(_("Checked by"), one.checked_by),
            Fact(_("Checked on"), one.checked_on and numeric(one.checked_on)),
        ]

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}

    def get_context_data(self, **kwargs):
        one = self.object
        return super().get_context_data(
            **{
                "state": {"label": state_words(one), "tone": tone(one)},
                "files": file_items(one),
                "gone": who_left([one], self.request.user),
                **kwargs,
            }
        )


class DecisionStep(StepPage):
    """It is done, it is checked, it is not done yet, nobody needs it."""

    model = Decision
    permission = "planning.view_decision"
    tones = TONES
    step_forms = {
        "finish": FinishForm,
        "confirm": CheckForm,
        "give_back": WhyForm,
        "drop": WhyForm,
    }
    sentences = {
        "finish": gettext_lazy("The chair and the secretary of the meeting check it."),
        "confirm": gettext_lazy("It is closed; the next meeting does not ask for it any more."),
        "give_back": gettext_lazy("It waits again for whoever answers for it; they get a letter."),
        "drop": gettext_lazy("It waits for nobody any more and stays in the list with the reason."),
    }

    def get_queryset(self):
        rows = super().get_queryset().for_list()
        return rows.select_related("item__meeting__chair", "item__meeting__secretary")

    def state_badge(self):
        return {"label": state_words(self.object), "tone": tone(self.object)}

    def about(self):
        return {"consequences": [self.object.text]}

    def done_sentence(self):
        return _("Decision %(number)s is now “%(state)s”.") % {
            "number": self.object.number,
            "state": self.object.get_state_display(),
        }


class DecisionEdit(ObjectActPage):
    """Other words, people, day: until the minutes go to be signed."""

    model = Decision
    permission = "planning.rewrite_decision"
    template_name = "planning/decision_form.html"
    form_class = DecisionForm
    title = gettext_lazy("Change the decision")

    def get_queryset(self):
        return super().get_queryset().for_list()

    def not_now(self, *, may):
        meeting = self.object.item.meeting
        return locked_words(meeting) if may and not meeting.is_written else ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"meeting": self.object.item.meeting}

    def get_initial(self):
        one = self.object
        return {"text": one.text, "who": one.names, "due": one.due}

    def get_context_data(self, **kwargs):
        names = [person.short_name for person in self.object.responsible.all()]
        kwargs.setdefault("revision", self.object.revision)
        return super().get_context_data(names=names, **kwargs)

    def act(self, form):
        given, now = form.cleaned_data, Decision.objects.get(pk=self.object.pk)
        if self.request.POST.get("revision") != str(now.revision):
            self.object = now
            words = _("Somebody changed it meanwhile; it now says: %(text)s. Save to put yours.")
            raise ValidationError(words % {"text": now.text})
        now.rewrite(
            by=self.request.user,
            text=given["text"],
            responsible=given["who"],
            due=given["due"],
        )
        return now

    def refuse(self, form, error):
        told = getattr(error, "error_dict", {})
        if "responsible" in told:
            error = ValidationError({"who": told["responsible"]})
        super().refuse(form, error)

    def done_sentence(self):
        return _("The decision is changed.")
