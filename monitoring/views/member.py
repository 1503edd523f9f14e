"""A member of the commission: whom they do not score and why; stepping aside (scoring.md, 4)."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.models import JournalEntry
from common.views import DetailPage, Fact, Tab
from monitoring import commission_deeds
from monitoring.commission_deeds import ASKED
from monitoring.forms.commission import LiftForm, RecuseForm
from monitoring.models import Campaign, Member, Recusal
from monitoring.progress import progress_of

from .commission import OfMember, tab_url
from .commission_tab import role

SHOWN = 50


class MemberDetail(DetailPage):
    """One member in one commission."""

    model = Member
    permission = "monitoring.view_member"
    template_name = "monitoring/member.html"

    def get_queryset(self):
        campaigns = Campaign.objects.visible_to(self.request.user)
        rows = Member.objects.filter(campaign__in=campaigns)
        return rows.select_related("campaign__kind", "campaign__criteria", "person")

    def get_title(self):
        return self.object.person.full_name

    def get_context_data(self, **kwargs):
        one = self.object
        number = f"{role(one)} · {one.campaign}"
        return super().get_context_data(number=number, campaign=one.campaign, **kwargs)

    def steps(self):
        one, user = self.object, self.request.user
        found = []
        if one.left_on:
            return found
        if (
            one.is_external
            and not one.declared_at
            and user.has_perm("monitoring.declare_member", one)
        ):
            url = reverse("monitoring:declare", args=[one.pk])
            found.append({"label": _("Declare impartiality"), "url": url, "primary": True})
        if one.campaign.state in ASKED and user.has_perm("monitoring.recuse_member", one):
            url = reverse("monitoring:recuse", args=[one.pk])
            found.append({"label": _("Declare a conflict of interest"), "url": url})
        return found

    def facts(self):
        one = self.object
        done = progress_of(one.campaign).get(one.pk)
        filled = done and _("%(filled)s of %(wanted)s cells") % vars(done)
        return [
            Fact(_("Campaign"), one.campaign, tab_url(one.campaign)),
            Fact(_("Position"), one.position_name),
            Fact(_("Organisation"), one.organisation),
            Fact(_("Since"), numeric(one.since)),
            Fact(_("Left on"), one.left_on and numeric(one.left_on)),
            Fact(_("Why they left"), one.left_reason),
            Fact(_("Sheet"), filled or ""),
            Fact(
                _("Declared impartiality"),
                one.declared_at and date_and_time(one.declared_at),
                reverse("monitoring:declaration", args=[one.pk]),
            ),
        ]

    def tabs(self):
        count = self.object.recusals.count()
        return [
            Tab("recusals", _("Whom they do not score"), "monitoring/tab_recusals.html", count),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        one, user = self.object, self.request.user
        if slug == "history":
            return {"items": deeds.history(JournalEntry.objects.about(one), user)}
        rows = one.recusals.select_related("participant").order_by("participant__number")
        page = Paginator(rows, SHOWN).get_page(self.request.GET.get("page"))
        may = user.has_perm("monitoring.lift_recusal", one) and one.campaign.state in ASKED
        links = [
            {"number": n, "url": f"?tab=recusals&page={n}#tab", "current": n == page.number}
            for n in page.paginator.page_range
        ]
        return {"recusals": page, "page_obj": page, "page_links": links, "may_lift": may}


class OfRecusal(OfMember):
    """Stepping aside, and coming back."""

    def permission_object(self):
        super().permission_object()
        return self.object

    def not_now(self, *, may):
        if may and self.object.campaign.state not in ASKED:
            return _("Nobody is scored at present.")
        return ""

    def back_url(self):
        return reverse("monitoring:member", args=[self.object.pk])

    def where_next(self, done):
        return self.back_url()

    def get_cancel_url(self):
        return self.back_url()


class Recuse(OfRecusal):
    """A member declares whom they do not score, and why."""

    permission = "monitoring.recuse_member"
    title = gettext_lazy("Declare a conflict of interest")
    submit_label = gettext_lazy("Declare")
    form_class = RecuseForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"member": self.object}

    def get_context_data(self, **kwargs):
        lead = _("Marks given to this participant already are set aside: shown, never counted.")
        return super().get_context_data(**{"about": str(self.object), "lead": lead, **kwargs})

    def act(self, form):
        return commission_deeds.recuse(self.object, by=self.request.user, **form.cleaned_data)

    def done_sentence(self):
        return _("It is noted: this participant is not on the sheet any more.")


class LiftRecusal(OfRecusal):
    """The management lifts a declared conflict of interest."""

    permission = "monitoring.lift_recusal"
    template_name = "pages/step.html"
    title = gettext_lazy("Lift the conflict of interest")
    submit_label = gettext_lazy("Lift")
    form_class = LiftForm

    @cached_property
    def recusal(self) -> Recusal:
        """The declared one of the address."""
        rows = self.object.recusals.filter(ground="declared").select_related("participant")
        return get_object_or_404(rows, pk=self.kwargs["recusal"])

    def get_context_data(self, **kwargs):
        words = _("%(member)s scores %(participant)s again; the cells are empty.")
        told = {"member": self.object, "participant": self.recusal.participant}
        return super().get_context_data(**{"sentence": words % told, **kwargs})

    def act(self, form):
        commission_deeds.lift(self.recusal, by=self.request.user, **form.cleaned_data)
        return self.object

    def done_sentence(self):
        return _("The conflict of interest is lifted.")
