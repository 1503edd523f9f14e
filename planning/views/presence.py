"""Who is here: ticked when the meeting begins, changed when somebody leaves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from planning.forms.minutes import PresenceForm

from .minutes import MinutesPage


class Presence(MinutesPage):
    """The list of members and invited, each here or absent and why; the quorum is counted."""

    template_name = "planning/presence.html"

    def get_title(self):
        return _("Who is here: %(meeting)s") % {"meeting": self.object.title}

    def tell_doubts(self, doubts: dict) -> None:
        """Which votes do not add up any more among those who are here now; they are kept."""
        items = self.object.items.filter(pk__in=doubts)
        words = _("The votes stay as they were typed. Correct them: %(items)s")
        told = [f"{item} – {doubts[item.pk]}" for item in items]
        messages.warning(self.request, words % {"items": " ".join(told)})

    def forms(self, data=None) -> list[PresenceForm]:
        """A line for each of the list."""
        items = self.object.items.all()
        rows = self.object.attendance.select_related("person")
        return [PresenceForm(data, row=row, items=items) for row in rows]

    def get(self, request, *args, **kwargs):
        return self.shown(lines=self.forms())

    def post(self, request, *args, **kwargs):
        lines = self.forms(request.POST)
        wrong = [line for line in lines if not line.is_valid()]
        if wrong:
            return self.shown(422, lines=lines)
        told = {line.row.pk: line.cleaned_data for line in lines if line.is_touched}
        if "everybody" in request.POST:
            for line in lines:
                if not line.cleaned_data["presence"] and not line.row.presence:
                    told[line.row.pk] = {**line.cleaned_data, "presence": "present"}
        try:
            self.object.attendance.note(self.object, by=request.user, rows=told)
        except ValidationError as error:
            return self.shown(422, lines=lines, errors=error.messages)
        if doubts := self.object.doubtful_votes():
            self.tell_doubts(doubts)
        name = "minutes" if "go" in request.POST and self.object.items.exists() else "presence"
        return HttpResponseRedirect(reverse(f"planning:{name}", args=[self.object.pk]))
