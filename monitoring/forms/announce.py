"""Which meeting hears the results, and which heard them (000/2.5)."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.forms import HouseForm
from common.views.step import StepForm
from planning.models import Meeting


class MeetingField(forms.ModelChoiceField):
    """A meeting by its day and number."""

    def label_from_instance(self, meeting) -> str:
        number = f", № {meeting.number}" if meeting.number else ""
        return f"{numeric(meeting.day)}{number}, {meeting.title}"


class AnnounceForm(HouseForm, StepForm):
    """The meeting that heard the results; its protocol is signed."""

    meeting = MeetingField(label=_("Meeting that heard the results"), queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        campaign = self.instance
        rows = Meeting.objects.filter(kind=campaign.kind.heard_by_id, state="approved")
        if protocol := campaign.protocol:
            rows = rows.filter(day__gte=protocol.day)
        named = rows.filter(items__in=campaign.agenda_items().values("pk")).first()
        self.fields["meeting"].queryset = rows.select_related("kind__body").order_by("-day", "-pk")
        self.initial["meeting"] = named or rows.order_by("-day", "-pk").first()


class AgendaForm(HouseForm, forms.Form):
    """A planned meeting of the kind that hears the results."""

    meeting = MeetingField(label=_("Planned meeting"), queryset=None)

    def __init__(self, *args, campaign, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Meeting.objects.filter(kind=campaign.kind.heard_by_id, state__in=["planned", "open"])
        may = [
            one.pk
            for one in rows.filter(day__gte=localdate()).select_related("kind")[:50]
            if user.has_perm("planning.change_meeting", one)
        ]
        rows = Meeting.objects.filter(pk__in=may).select_related("kind__body")
        self.fields["meeting"].queryset = rows.order_by("day")
        self.initial["meeting"] = rows.order_by("day").first()
