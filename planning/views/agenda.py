"""The agenda and the invited of one meeting: put, changed, moved, taken off."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import ObjectActPage
from planning.forms.meeting import GuestForm, ItemForm
from planning.models import AgendaItem, Meeting
from planning.models.agenda_deeds import Overtaken

from .meeting_writing import locked_words


class AgendaPage(ObjectActPage):
    """A deed on the agenda, before the meeting and while it is held."""

    model = Meeting
    permission = "planning.change_meeting"
    template_name = "pages/form.html"

    def not_now(self, *, may):
        """Who could, and comes too late, is told so."""
        if self.object.state in ("planned", "open"):
            return ""
        return locked_words(self.object)

    @cached_property
    def item(self) -> AgendaItem:
        """The item of the address."""
        return get_object_or_404(self.object.items.all(), pk=self.kwargs["item"])

    def where_next(self, done):
        """Back to where one came from: the page of the meeting, or the minutes."""
        if self.object.state == "open":
            return f"{self.object.get_absolute_url()}minutes/"
        return f"{self.object.get_absolute_url()}?tab={self.tab}#tab"

    tab = "agenda"

    def get_cancel_url(self):
        return self.where_next(self.object)


class ItemAdd(AgendaPage):
    """One more item."""

    form_class = ItemForm
    title = gettext_lazy("New item of the agenda")
    submit_label = gettext_lazy("Put on the agenda")

    def act(self, form):
        return AgendaItem.objects.put(self.object, by=self.request.user, **form.cleaned_data)

    def done_sentence(self):
        return _("It is on the agenda.")


class ItemEdit(AgendaPage):
    """Another wording, speaker, subject; nobody overwrites what they have not seen."""

    form_class = ItemForm
    title = gettext_lazy("Change the item")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "instance": get_object_or_404(self.object.items.all(), pk=self.kwargs["item"])
        }

    def get_context_data(self, **kwargs):
        kwargs.setdefault("revision", self.item.revision)
        return super().get_context_data(**kwargs)

    def act(self, form):
        told = self.request.POST.get("revision", "")
        revision = int(told) if told.isdecimal() else 0
        try:
            self.item.rename(by=self.request.user, revision=revision, **form.cleaned_data)
        except Overtaken as error:
            self.item.refresh_from_db()
            words = _("%(error)s It now says: %(title)s. Compare, and save again to put yours.")
            raise ValidationError(
                words % {"error": error.messages[0], "title": self.item.title}
            ) from error
        return self.item

    def done_sentence(self):
        return _("The item is changed.")


class AgendaDeed(AgendaPage):
    """A button of the agenda: done at once, refused with a sentence."""

    form_class = forms.Form
    http_method_names = ["post"]

    def do(self) -> None:
        """What the button does."""
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        try:
            self.do()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.where_next(self.object))


class ItemShift(AgendaDeed):
    """One place up or down."""

    title = gettext_lazy("Order of the agenda")

    def do(self):
        self.item.shift(by=self.request.user, up=self.request.POST.get("to") != "down")


class ItemRemove(AgendaDeed):
    """Off the planned agenda."""

    title = gettext_lazy("Take off the agenda")

    def do(self):
        self.item.remove(by=self.request.user)


class GuestAdd(AgendaPage):
    """Somebody is asked to come besides the members."""

    form_class = GuestForm
    title = gettext_lazy("Invite somebody")
    submit_label = gettext_lazy("Invite")
    tab = "people"

    def act(self, form):
        given = form.cleaned_data
        return self.object.attendance.invite(
            self.object,
            by=self.request.user,
            person=given["person"],
            guest=given["guest"],
            position=given["position"],
        )

    def where_next(self, done):
        if self.object.state == "open":
            return f"{self.object.get_absolute_url()}minutes/present/"
        return super().where_next(done)

    def done_sentence(self):
        return _("They are on the list.")


class GuestStrike(AgendaDeed):
    """Off the list of the invited."""

    title = gettext_lazy("Take off the list")
    tab = "people"

    def do(self):
        row = get_object_or_404(self.object.attendance.all(), pk=self.kwargs["row"])
        row.strike(by=self.request.user)
