"""One participant of a campaign: what was brought for each indicator (000/4.2)."""

from django.forms import Form
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, TemplateView

from common.models import Todo, record
from common.views import ObjectActPage
from common.views.page import ObjectPage, Page
from monitoring.bringing import brought, closed_words, hold_open, is_asked
from monitoring.models import Participant
from monitoring.models.campaign_deeds import BRING


class ParticipantObject(ObjectPage):
    """Found among those whose material one may see."""

    model = Participant

    def get_queryset(self):
        return super().get_queryset().select_related("campaign__criteria")


class ParticipantPage(ParticipantObject, DetailView):
    """What one person brought, indicator by indicator; whose it is adds to it here."""

    permission = "monitoring.view_participant"
    template_name = "monitoring/participant.html"

    def get_title(self):
        return str(self.object)

    def get_context_data(self, **kwargs):
        participant, user = self.object, self.request.user
        rows = brought(participant) if participant.campaign.kind.collects_material else []
        may_bring = user.has_perm("monitoring.bring_material", participant)
        waits = Todo.objects.about(participant).waiting().filter(kind=BRING).exists()
        is_own = participant.person_id == user.person_id
        for row in rows:
            row.is_asked = is_asked(row.indicator)
        return super().get_context_data(
            participant=participant,
            campaign=participant.campaign,
            rows=rows,
            done=sum(not row.is_empty for row in rows),
            may_bring=may_bring,
            is_own=is_own,
            waits=waits and may_bring,
            closed="" if may_bring or not is_own else closed_words(participant.campaign),
            **kwargs,
        )


class MaterialPart(ParticipantObject, DetailView):
    """The same as a part of the scoring sheet, beside the marks."""

    permission = "monitoring.view_participant"
    template_name = "monitoring/participant_part.html"

    def get_title(self):
        return str(self.object)

    def get_context_data(self, **kwargs):
        rows = [one for one in brought(self.object) if not one.is_empty]
        return super().get_context_data(participant=self.object, rows=rows, **kwargs)


class AllBrought(ParticipantObject, ObjectActPage):
    """“That is all”: nothing more is waited for, though something asked for is missing."""

    permission = "monitoring.bring_material"
    form_class = Form
    title = gettext_lazy("That is all")
    submit_label = gettext_lazy("That is all")
    sentence = gettext_lazy(
        "You have nothing more to bring, and are not reminded any more. Until the scoring begins "
        "you can still add to it."
    )

    def act(self, form):
        hold_open(self.object)
        Todo.objects.about(self.object).filter(kind=BRING).done()
        record(self.object, "bring_all", by=self.request.user)
        return self.object

    def done_sentence(self):
        return _("Noted: that is all.")


class MyMaterial(Page, TemplateView):
    """One's own part in the campaigns that are not over: leads to it where there is one."""

    permission = "monitoring.view_campaign"
    template_name = "monitoring/participant_mine.html"
    title = gettext_lazy("My material")

    def get(self, request, *args, **kwargs):
        rows = Participant.objects.own_of(request.user).select_related("campaign")
        own = rows.exclude(campaign__state__in=["closed", "cancelled"])
        found = list(own.order_by("-campaign__year", "-pk"))
        if len(found) == 1:
            return HttpResponseRedirect(found[0].get_absolute_url())
        return render(request, self.template_name, self.get_context_data(rows=found))
