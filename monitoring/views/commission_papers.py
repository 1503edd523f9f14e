"""Papers of the commission: its order, its schedule, the declaration of an outsider."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common.printing import render_pdf, show
from common.views.page import ObjectPage
from monitoring import commission_order
from monitoring.models import Campaign, Member

from .commission import OfCommission

LANGUAGES = dict(settings.LANGUAGES)


class DraftOrder(OfCommission):
    """Draft the director's order, or write its draft anew after a change."""

    permission = "monitoring.draft_commission_order"
    template_name = "pages/step.html"
    form_class = forms.Form
    title = gettext_lazy("Draft the order that forms the commission")
    submit_label = gettext_lazy("Draft the order")
    sentence = gettext_lazy(
        "The order names the members, the chair, the outsider with the organisation and the term; "
        "the work schedule is its appendix. It then goes along the route of orders."
    )

    def where_next(self, done):
        return done.get_absolute_url()

    def act(self, form):
        return commission_order.draft(self.object, by=self.request.user)

    def done_sentence(self):
        return _("The order is drafted: look it through and send it.")


class CommissionPaper(ObjectPage, SingleObjectMixin, View):
    """A paper in the language that is asked for, else the reader's."""

    @property
    def language(self) -> str:
        """The language of the paper."""
        asked = self.request.GET.get("language", "")
        return asked if asked in LANGUAGES else get_language()


class SchedulePaper(CommissionPaper):
    """The work schedule of the commission (000/4.1): every employee may print it."""

    model = Campaign
    permission = "monitoring.view_campaign"

    def get(self, request, *args, **kwargs):
        campaign = self.object
        with override(self.language):
            title = _("Work schedule of the expert commission")
            members = campaign.members.active().select_related("person")
            context = {
                "title": title,
                "campaign": campaign,
                "stages": campaign.schedule.select_related("responsible"),
                "chair": next((one for one in members if one.is_chair), None),
                "order": campaign.order if campaign.order and campaign.order.is_signed else None,
            }
            data = render_pdf("print/commission_schedule.html", context, language=self.language)
        return show(data, f"{title} {campaign.year}.pdf")


class DeclarationPaper(CommissionPaper):
    """The declaration as it was given, in its own language."""

    model = Member
    permission = "monitoring.view_declaration"

    def get_queryset(self):
        campaigns = Campaign.objects.visible_to(self.request.user)
        rows = Member.objects.filter(campaign__in=campaigns)
        return rows.select_related("person", "campaign")

    def get(self, request, *args, **kwargs):
        member = self.object
        if not member.declared_at:
            raise Http404
        language = member.declaration["language"]
        with override(language):
            title = _("Declaration of confidentiality and impartiality")
            context = {
                "title": title,
                "member": member,
                "words": member.declaration["words"],
                "version": member.declaration["version"],
                "made_at": member.declared_at,
            }
            data = render_pdf("print/commission_declaration.html", context, language=language)
        return show(data, f"{title} {member.person.short_name}.pdf")
