"""The steps of a duty: done, missed, no longer needed, open again; and another day for it."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import ObjectActPage, StepPage
from common.working_days import working_days
from planning import chain
from planning.following import Moved, said
from planning.forms.duty import CloseForm, GiveForm, MoveForm, ReasonForm
from planning.models import Duty

from .duties import TONES, state_words, tone
from .duty import blocked


class DutyStep(StepPage):
    """Every step of a duty; what has to end first is told before one types."""

    model = Duty
    permission = "planning.view_duty"
    template_name = "planning/duty_step.html"
    tones = TONES
    step_forms = {"close": CloseForm, "miss": ReasonForm, "drop": ReasonForm, "reopen": ReasonForm}
    sentences = {
        "close": gettext_lazy("It is done. What follows from it opens at once."),
        "miss": gettext_lazy(
            "It was not done and will not be: it stays in the list as missed, with the reason."
        ),
        "drop": gettext_lazy(
            "It counts neither as kept nor as missed, holds nothing up, and nothing follows from "
            "it; it stays in the list with the reason."
        ),
        "reopen": gettext_lazy("It waits again for whoever answers for it; what was told stays."),
    }

    def get_queryset(self):
        return super().get_queryset().for_list()

    def closed(self):
        """The page that says why not: what has to end first as well."""
        if page := super().closed():
            return page
        blocks = self.object.blocked_by() if self.name == "close" else []
        if not blocks:
            return None
        reader = self.request.user
        return self.again(
            self.get_form(),
            409,
            gone=chain.said(blocks, reader),
            **blocked(blocks, reader),
        )

    def state_badge(self):
        return {"label": state_words(self.object), "tone": tone(self.object)}


class DutyMove(ObjectActPage):
    """Another day for a duty, and why (education 3.25)."""

    model = Duty
    permission = "planning.move_duty"
    form_class = MoveForm
    title = gettext_lazy("Set another day")
    submit_label = gettext_lazy("Set another day")
    sentence = gettext_lazy(
        "Who answers for it is told; the day by the rule stays in sight beside the new one."
    )

    def not_now(self, *, may):
        if may and self.object.has_ended:
            return _("It has ended; open it again first.")
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"planned": self.object.planned_due}

    def get_initial(self):
        return {"due": self.object.due, "revision": self.object.revision}

    def act(self, form):
        given = form.cleaned_data
        now = Duty.objects.select_for_update(of=("self",)).get(pk=self.object.pk)
        if given["revision"] != now.revision:
            words = _("Somebody set the day to %(day)s in the meantime: look, and save again.")
            form.data = form.data.copy()
            form.data["revision"] = now.revision
            raise ValidationError(words % {"day": numeric(now.due)})
        if given["due"] == now.due:
            raise ValidationError({"due": _("This is its day already.")})
        self.along = self.object.move(
            by=self.request.user, due=given["due"], reason=given["reason"]
        )
        return self.object

    def done_sentence(self):
        told = [_("It is due on %(day)s now.") % {"day": numeric(self.object.due)}]
        if not working_days().is_working(self.object.due):
            told.append(_("That is a day off."))
        return " ".join([*told, *consequences(self.object, self.along, self.request)])


def consequences(duty: Duty | None, along: list[Moved], request) -> list[str]:
    """What a new day did to others, as far as its setter may know: what moved along with it, and
    what waits for it and is now due before it.
    """
    told = []
    if moved := said(along, request.user):
        told.append(_("Moved along: %(what)s.") % {"what": "; ".join(moved)})
    if duty and (before := chain.overtaken(duty, request.user)):
        names = [f"{one.headline} ({numeric(one.due)})" for one in before]
        told.append(_("Waits for it and is due earlier: %(what)s.") % {"what": "; ".join(names)})
    return told


class DutyGive(ObjectActPage):
    """Somebody else does it; who answers by power or position still may close it."""

    model = Duty
    permission = "planning.give_duty"
    form_class = GiveForm
    title = gettext_lazy("Give it to somebody")
    submit_label = gettext_lazy("Give it")
    sentence = gettext_lazy("It waits for them from now on; they get a letter.")

    def not_now(self, *, may):
        return _("It has ended; open it again first.") if may and self.object.has_ended else ""

    def get_initial(self):
        return {"to": self.object.given_to}

    def act(self, form):
        self.object.give(by=self.request.user, to=form.cleaned_data["to"])
        return self.object

    def where_next(self, done):
        """Whoever gave away what only waited for them may not see it any more."""
        seen = Duty.objects.visible_to(self.request.user).filter(pk=done.pk).exists()
        return done.get_absolute_url() if seen else reverse("planning:duties")

    def done_sentence(self):
        to = self.object.given_to
        if to is None:
            return _("It waits for whoever answers for it.")
        return _("It waits for %(name)s now.") % {"name": to.short_name}
