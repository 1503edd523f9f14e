"""Decisions and recusals on the page of the minutes, typed while people talk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from common.models import StepNotAllowed
from planning.forms.minutes import DecisionForm, RecusalForm
from planning.models import Decision

from .minutes import ItemMinutes


class MinutesDeed(ItemMinutes):
    """A deed on the page of an item; it comes back there."""

    http_method_names = ["post"]

    def back(self, anchor: str):
        url = self.object.get_absolute_url()
        return HttpResponseRedirect(f"{url}minutes/{self.item.pk}/{anchor}")

    def tried(self, do, anchor: str):
        """Do it, or say above the page why not."""
        try:
            do()
        except (ValidationError, StepNotAllowed) as error:
            words = getattr(error, "messages", None) or [str(error)]
            messages.error(self.request, " ".join(map(str, words)))
        return self.back(anchor)


class Decide(MinutesDeed):
    """One more decision: a to-do of whoever answers for it from this moment on."""

    def post(self, request, *args, **kwargs):
        form = DecisionForm(request.POST, meeting=self.object)
        if form.is_valid():
            given = form.cleaned_data
            try:
                Decision.objects.decide(
                    self.item,
                    by=request.user,
                    text=given["text"],
                    responsible=given["who"],
                    due=given["due"],
                )
            except ValidationError as error:
                form.add_error(None, _beside(error))
            else:
                return self.back("?more=1")
        return self.page(422, decide=form)


def _beside(error: ValidationError) -> ValidationError:
    """The refusal beside the field where the names were typed."""
    told = getattr(error, "error_dict", None)
    if told and set(told) == {"responsible"}:
        return ValidationError({"who": told["responsible"]})
    return ValidationError(error.messages)


class Strike(MinutesDeed):
    """Out of the minutes: it was not decided."""

    def post(self, request, *args, **kwargs):
        one = get_object_or_404(self.item.decisions.all(), pk=kwargs["decision"])
        return self.tried(lambda: one.strike(by=request.user), "#decide")


class CloseEarlier(MinutesDeed):
    """An earlier decision is closed at this meeting, with a word of what was done."""

    def post(self, request, *args, **kwargs):
        row = get_object_or_404(
            self.item.follow_ups.select_related("decision__item__meeting"),
            decision=kwargs["decision"],
        )
        note = request.POST.get("note", "").strip() or _("Told at the meeting.")
        return self.tried(lambda: row.decision.confirm(by=request.user, note=note), "#earlier")


class Recuse(MinutesDeed):
    """A member does not vote on this item, and why."""

    def post(self, request, *args, **kwargs):
        form = RecusalForm(request.POST, item=self.item)
        if form.is_valid():
            try:
                self.item.recuse(by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
            else:
                return self.back("#recusals")
        return self.page(422, recuse=form)


class TakesPart(MinutesDeed):
    """It was a mistake: they vote on it."""

    def post(self, request, *args, **kwargs):
        row = get_object_or_404(self.item.recusals.all(), pk=kwargs["recusal"])
        return self.tried(lambda: self.item.take_part(by=request.user, recusal=row), "#recusals")
