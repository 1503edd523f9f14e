"""Who is here: ticked when the meeting begins, changed when somebody leaves."""

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
        name = "minutes" if "go" in request.POST and self.object.items.exists() else "presence"
        return HttpResponseRedirect(reverse(f"planning:{name}", args=[self.object.pk]))
