"""What of a resolution each one carries out: shown, reported, given back, taken off (RI-05)."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time
from common.models import Attachment, JournalEntry
from common.views import DetailPage, Fact, StepPage, Tab
from documents import openings
from documents.forms import mail_steps
from documents.models import Assignment, Correspondence, Direction

from .mail_registers import day
from .paper_parts import file_items

BY_ITSELF = "reply"  # done with the letter that answers, when that is sent
TONES = {"open": "blue", "done": "green", "cancelled": "grey"}


def resolutions_shown(letter, user) -> list[dict]:
    """The resolutions with what each executor did and what this reader may do about it."""
    rows = letter.resolutions.select_related("by", "controller").prefetch_related(
        "assignments__executor", "assignments__answer"
    )
    seen = set(
        Correspondence.objects.visible_to(user).filter(answers=letter).values_list("pk", flat=True)
    )
    shown = []
    for resolution in rows:
        lines = []
        for one in resolution.assignments.all():
            one.resolution = resolution
            resolution.letter = letter
            lines.append(
                {
                    "assignment": one,
                    "tone": "red" if one.is_late else TONES[one.state],
                    "answer": one.answer if one.answer_id in seen else None,
                    "steps": [
                        {"label": step.label, "url": f"{one.get_absolute_url()}{name}/"}
                        for name, step in one.steps_for(user).items()
                        if letter.state == "in_work" and name != BY_ITSELF
                    ],
                }
            )
        shown.append({"resolution": resolution, "lines": lines})
    return shown


class AssignmentDetail(DetailPage):
    """What one person carries out of a resolution."""

    model = Assignment
    permission = "documents.view_assignment"
    template_name = "documents/assignment.html"
    tones = TONES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related(
                *("resolution__letter__party", "resolution__letter__person", "resolution__by"),
                *("resolution__controller", "executor", "answer"),
            )
        )

    def get_title(self):
        return self.object.resolution.text

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        openings.note(request.user, self.object.letter)
        return response

    def facts(self):
        one = self.object
        letter, answer = one.letter, one.answer
        if answer and not Correspondence.objects.visible_to(self.request.user).filter(pk=answer.pk):
            answer = None
        return [
            Fact(_("Letter"), str(letter), letter.get_absolute_url()),
            Fact(_("From whom"), letter.correspondent),
            Fact(_("Resolution of"), one.resolution.by),
            Fact(_("When"), date_and_time(one.resolution.given_at)),
            Fact(_("Executor"), one.executor),
            Fact(_("Due"), day(one.due)),
            Fact(_("Controlled by"), one.resolution.controller),
            Fact(_("Carried out on"), day(one.done_on)),
            Fact(_("Answered by the letter"), answer, answer.get_absolute_url() if answer else ""),
        ]

    def steps(self):
        found = [step for step in super().steps() if step["name"] != BY_ITSELF]
        one = self.object
        if one.state == "open" and self.request.user.has_perm("documents.report_assignment", one):
            url = f"{reverse('mail:outgoing_add')}?answers={one.letter.pk}"
            if one.letter.direction == Direction.INCOMING:
                found.append({"label": _("Write the answer"), "url": url})
        return found

    def tabs(self):
        files = Attachment.objects.of(self.object).count()
        tabs = [Tab("files", _("Files"), "components/tab_files.html", files)] if files else []
        return [*tabs, Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        if slug == "files":
            return {"files": file_items(self.object)}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class AssignmentStep(StepPage):
    """Report what was done; give it back; take it off."""

    model = Assignment
    permission = "documents.view_assignment"
    tones = TONES
    step_forms = {
        "report": mail_steps.ReportForm,
        "give_back": mail_steps.RemarkForm,
        "cancel": mail_steps.RemarkForm,
    }
    sentences = {
        "report": gettext_lazy("Whoever controls the letter sees what you did."),
        "give_back": gettext_lazy("The executor goes on, with your remarks."),
        "cancel": gettext_lazy("The executor need not do it any more."),
    }

    def dispatch(self, request, *args, **kwargs):
        if kwargs["step"] == BY_ITSELF:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return self.object.letter.get_absolute_url()

    def done_sentence(self):
        return _("Noted: %(state)s.") % {"state": self.object.get_state_display()}
