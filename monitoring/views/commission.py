"""Who sits in the commission: named, chaired, removed, replaced, invited (000/2.2)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common.dates import date_and_time
from common.views import ObjectActPage
from common.views.page import ObjectPage
from monitoring import commission_deeds
from monitoring.forms.commission import (
    LinkForm,
    MemberForm,
    OutsiderForm,
    RemoveForm,
    ReplaceForm,
)
from monitoring.models import Campaign, Member
from people.pdf import invitation_paper


def tab_url(campaign) -> str:
    """The commission on the page of its campaign."""
    return f"{campaign.get_absolute_url()}?tab=commission#tab"


class CommissionPage(ObjectPage, SingleObjectMixin, View):
    """Where the commission of a campaign stands."""

    model = Campaign
    permission = "monitoring.view_campaign"

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(tab_url(self.object))


class OfCommission(ObjectActPage):
    """A deed on the commission; back to it afterwards."""

    permission = "monitoring.change_commission"
    template_name = "pages/form.html"
    model: type = Campaign
    naming = False  # only while nobody scores

    @property
    def campaign(self) -> Campaign:
        """Of which campaign."""
        return self.object if isinstance(self.object, Campaign) else self.object.campaign

    def not_now(self, *, may):
        one = self.campaign
        if not may or one.is_being_prepared:
            return ""
        if one.state == Campaign.State.SCORING:
            if self.naming:
                return _("The scoring runs: a member is replaced, not added or removed.")
            return ""
        words = _("The campaign is now “%(state)s”: the commission does not change any more.")
        return words % {"state": one.get_state_display()}

    def back_url(self):
        return tab_url(self.campaign)

    def where_next(self, done):
        return tab_url(self.campaign)

    def get_cancel_url(self):
        return tab_url(self.campaign)


class OfMember(OfCommission):
    """A deed on one member who serves."""

    model = Member

    def get_queryset(self):
        campaigns = Campaign.objects.visible_to(self.request.user)
        rows = Member.objects.filter(campaign__in=campaigns)
        return rows.select_related("campaign__kind", "person")

    def permission_object(self):
        return super().permission_object().campaign

    def not_now(self, *, may):
        if may and self.object.left_on:
            return _("This member has left already.")
        return super().not_now(may=may)


class MemberAdd(OfCommission):
    """Name somebody who works here, or a known outsider."""

    form_class = MemberForm
    title = gettext_lazy("Name a member")
    submit_label = gettext_lazy("Name the member")
    naming = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"campaign": self.object}

    def act(self, form):
        return self.object.add_member(by=self.request.user, **form.cleaned_data)

    def done_sentence(self):
        return _("The member is named.")


class OutsiderAdd(MemberAdd):
    """Name an outsider who is not known here yet."""

    form_class = OutsiderForm
    title = gettext_lazy("Name an outsider who is not known here yet")

    def act(self, form):
        return commission_deeds.add_outsider(self.object, by=self.request.user, **form.cleaned_data)


class MemberChair(OfMember):
    """Another chair."""

    template_name = "pages/step.html"
    title = gettext_lazy("Make the chair")
    submit_label = gettext_lazy("Make the chair")
    sentence = gettext_lazy("The chair opens rounds, gives sheets back and has results computed.")
    form_class = RemoveForm

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        del form.fields["reason"]
        return form

    def act(self, form):
        commission_deeds.make_chair(self.object, by=self.request.user)
        return self.object

    def done_sentence(self):
        return _("%(name)s chairs the commission.") % {"name": self.object}


class MemberRemove(OfMember):
    """Take a member out before anybody scores."""

    template_name = "pages/step.html"
    title = gettext_lazy("Take out of the commission")
    submit_label = gettext_lazy("Take out")
    form_class = RemoveForm
    danger = True
    naming = True

    def act(self, form):
        self.campaign.remove_member(self.object, by=self.request.user, **form.cleaned_data)
        return self.object

    def done_sentence(self):
        return _("The member is taken out of the commission.")


class MemberReplace(OfMember):
    """Somebody else in the place of a member, also while the scoring runs."""

    title = gettext_lazy("Replace the member")
    submit_label = gettext_lazy("Replace")
    form_class = ReplaceForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"member": self.object}

    def get_context_data(self, **kwargs):
        lead = _(
            "The new member begins with an empty sheet. A new order is needed afterwards: it is "
            "drafted on the page of the campaign."
        )
        return super().get_context_data(**{"about": str(self.object), "lead": lead, **kwargs})

    def act(self, form):
        return commission_deeds.replace(self.object, by=self.request.user, **form.arguments())

    def done_sentence(self):
        return _("%(name)s is replaced: draft the new order.") % {"name": self.object}


class MemberInvite(OfMember):
    """A link with which an outsider chooses a password."""

    permission = "monitoring.let_in_member"
    form_class = LinkForm
    title = gettext_lazy("Invite to Sapat")
    submit_label = gettext_lazy("Invite")

    def permission_object(self):
        super().permission_object()
        return self.object

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.object.person}

    def get_context_data(self, **kwargs):
        lead = _("The outsider sees this campaign alone, until it closes.")
        return super().get_context_data(**{"about": str(self.object), "lead": lead, **kwargs})

    def act(self, form):
        self.user = commission_deeds.let_in(
            self.object, by=self.request.user, by_letter=form.by_letter
        )
        return self.object

    def form_valid(self, form):
        self.user = None
        response = super().form_valid(form)
        if self.user is None or self.user.invitation is None or self.user.invitation.by_letter:
            return response
        list(messages.get_messages(self.request))  # the paper says it itself
        return invitation_paper([self.user.invitation])

    def done_sentence(self):
        link = self.user.invitation
        if not link.by_letter:
            return ""
        words = _("The letter with the link goes to %(address)s; it is valid until %(until)s.")
        return words % {"address": self.user.email, "until": date_and_time(link.expires_at)}
