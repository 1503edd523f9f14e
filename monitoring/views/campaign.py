"""The page of a campaign: how far it is, what comes next, and its tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import DetailPage, Fact, Tab
from documents.models import Order
from monitoring import campaign_tabs, commission_order
from monitoring.models import Campaign
from monitoring.next_after import impossible, next_after
from monitoring.progress import quorum
from monitoring.rules_in_words import in_words

from . import commission_tab, participants, schedule  # noqa: F401 -- they register their tabs
from .campaigns import TONES


def order_words(campaign) -> str:
    """The order and how it stands."""
    order = campaign.order
    return f"{order} · {order.get_state_display()}" if order else ""


class CampaignDetail(DetailPage):
    """One campaign; an outsider who serves sees of it what the commission needs."""

    model = Campaign
    permission = "monitoring.view_campaign"
    template_name = "monitoring/campaign.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.select_related("kind__order_kind", "criteria__kind", "secretary", "order__kind")

    def may(self, name: str) -> bool:
        """Whether this reader may do it with this campaign."""
        return self.request.user.has_perm(f"monitoring.{name}", self.object)

    @property
    def works_here(self) -> bool:
        """An outsider is shown nothing of the house."""
        return self.request.user.is_employee

    def get_context_data(self, **kwargs):
        one = self.object
        told = {"number": str(one.year), "lead": str(one.kind)}
        if self.may("change_commission") and one.state not in ("closed", "cancelled"):
            told["order_standing"] = commission_order.standing(one)
            told["order_url"] = reverse("monitoring:commission_order", args=[one.pk])
        told["scoring_rules"] = in_words(one.scoring, is_contest=one.kind.is_contest)
        if one.state == Campaign.State.SCORING:
            told["signed"], told["sheets"], told["needed"] = quorum(one)
        own = one.members.active().filter(person=self.request.user.person_id).first()
        return super().get_context_data(**told, own_membership=own, **kwargs)

    def steps(self):
        one = self.object
        hidden = {"settle", "begin_corrections", "take_vote"}  # by themselves, or elsewhere
        hidden |= impossible(one) if one.has_results else set()
        if not one.kind.collects_material:
            hidden.add("collect")
        elif one.state == Campaign.State.FORMED:
            hidden.add("begin_scoring")
        if one.kind.heard_by_id is None:
            hidden.add("announce")
        if commission_order.standing(one) not in ("unneeded", "signed"):
            hidden.add("form_commission")
        found = [step for step in super().steps() if step["name"] not in hidden]
        url = one.get_absolute_url()
        if self.may("change_campaign") and one.state in (
            *("preparation", "criteria", "formed", "collecting", "scoring"),
        ):
            found.append({"label": _("Edit"), "url": f"{url}edit/", "danger": False})
        coming = next_after(one, self.request.user)
        if coming and "url" in coming:
            found.insert(0, {"danger": False, **coming})
            return [{**step, "primary": n == 0} for n, step in enumerate(found)]
        wanted = {coming["name"]} if coming else self.comes_next()
        first = next((s for s in found if not s["danger"] and s.get("name") in wanted), None)
        return [{**step, "primary": step is first} for step in found]

    def comes_next(self) -> set[str]:
        """The steps of which one is the filled button now; the others are only possible."""
        one = self.object
        if one.state == Campaign.State.SCORING:
            signed, _sheets, needed = quorum(one)
            return {"compute"} if signed >= needed else set()
        return {"adopt_criteria", "form_commission", "collect", "begin_scoring"}

    def facts(self):
        one = self.object
        window = one.results_window()
        orders = Order.objects.visible_to(self.request.user).filter(pk=one.order_id or 0)
        return [
            Fact(_("Begins"), numeric(one.starts_on)),
            Fact(_("Material until"), self.material_until()),
            Fact(_("Scoring until"), numeric(one.scoring_until)),
            Fact(_("Results on"), numeric(one.results_on)),
            Fact(
                _("Days of the results"),
                window and f"{numeric(window[0])} – {numeric(window[1])}",
            ),
            Fact(_("Criteria"), one.criteria, self.criteria_url()),
            Fact(_("Secretary"), one.secretary and one.secretary.short_name),
            Fact(
                _("Order forming the commission"),
                order_words(one),
                one.order.get_absolute_url() if orders.exists() else "",
            ),
            Fact(_("Round"), one.round if one.round > 1 else ""),
            Fact(_("Why the results come outside their days"), one.late_reason),
        ]

    def material_until(self) -> str:
        """The last day on which material is taken, where any is asked for."""
        day = self.object.material_until if self.object.kind.collects_material else None
        return numeric(day) if day else ""

    def criteria_url(self) -> str:
        """Approved criteria are open to whoever sees the campaign."""
        one = self.object
        if one.criteria is None:
            return ""
        rows = type(one.criteria).objects.visible_to(self.request.user)
        return one.criteria.get_absolute_url() if rows.filter(pk=one.criteria_id).exists() else ""

    def tabs(self):
        one, user = self.object, self.request.user
        found = [
            Tab(tab.slug, tab.label, tab.template, tab.count(one, user))
            for tab in campaign_tabs.tabs_for(one, user)
        ]
        if self.works_here:
            found.append(Tab("history", _("History"), "components/tab_history.html"))
        return found

    def tab_context(self, slug):
        if slug == "history":
            entries = JournalEntry.objects.about(self.object)
            return {"items": deeds.history(entries, self.request.user)}
        return campaign_tabs.get(slug).context(self.object, self.request)
