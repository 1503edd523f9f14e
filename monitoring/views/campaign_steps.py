"""The steps of a campaign, each with what will happen (000/2.2, 3.1, 3.2; agency 4.10)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import StepPage
from monitoring.forms.campaign import ComputeForm, RoundForm, WhyForm
from monitoring.models import Campaign
from monitoring.obstacle_links import obstacles_with_links
from monitoring.participant_deeds import note_leavers
from monitoring.progress import quorum

from .campaigns import TONES
from .sheet_late import late_words


class CampaignStep(StepPage):
    """From the criteria to the frozen results, and the ways back."""

    model = Campaign
    permission = "monitoring.view_campaign"
    tones = TONES
    template_name = "monitoring/campaign_step.html"
    step_forms = {
        "open_round": RoundForm,
        "compute": ComputeForm,
        "reopen": WhyForm,
        "cancel": WhyForm,
    }
    sentences = {
        "adopt_criteria": gettext_lazy(
            "The approved criteria of the year become those of this campaign."
        ),
        "form_commission": gettext_lazy(
            "The commission stands as the signed order names it, with its work schedule."
        ),
        "collect": gettext_lazy(
            "All who take part are noted as they are today; each is asked for material and gets "
            "a letter."
        ),
        "begin_scoring": gettext_lazy(
            "Every member gets a sheet of their own and a letter. Material is not taken any more."
        ),
        "open_round": gettext_lazy(
            "Everybody may change their marks once more; the marks of the round before are kept."
        ),
        "compute": gettext_lazy(
            "The scoring ends. Nobody can change a mark any more; the results are counted."
        ),
        "close": gettext_lazy("Everything is decided. An outsider sees nothing of it any more."),
        "reopen": gettext_lazy(
            "The scoring goes on in another round. The old results and their protocol are kept, "
            "and count no more."
        ),
        "cancel": gettext_lazy("It is not held this year. What was prepared stays readable."),
    }

    def get_queryset(self):
        return super().get_queryset().select_related("kind", "criteria")

    def about(self):
        one = self.object
        if self.name == "compute":
            signed, sheets, needed = quorum(one)
            words = _("Signed sheets: %(signed)s of %(all)s; %(needed)s are needed.")
            lines = [words % {"signed": signed, "all": sheets, "needed": needed}]
            if needed <= signed < sheets:
                lines.append(_("Sheets that are not signed do not count."))
            obstacles = obstacles_with_links(one, self.request.user)
            return {"consequences": lines, "obstacles": obstacles}
        if self.name == "reopen":
            return self.about_reopening()
        kind = one.kind
        told: dict[str, Any] = {}
        if self.name == "begin_scoring" and not kind.collects_material:
            told["sentence"] = _("Every member gets a sheet of their own and a letter.")
        if self.name == "form_commission" and kind.order_kind_id is None:
            told["sentence"] = _("The commission stands as it is named, with its work schedule.")
        if self.name in ("collect", "begin_scoring"):
            members = one.members.active().select_related("person")
            waiting = [str(m) for m in members if m.is_external and not m.declared_at]
            words = _("Has not declared impartiality yet, and cannot score before: %(names)s.")
            if waiting:
                told["consequences"] = [words % {"names": ", ".join(waiting)}]
        return told

    def get_context_data(self, **kwargs):
        found = super().get_context_data(**kwargs)
        if self.name in ("compute", "open_round"):
            late = late_words(self.object, self.request.user)
            found["consequences"] = [*found.get("consequences", ()), *([late] if late else ())]
        return found

    def about_reopening(self):
        """What becomes of the rewards; the order that gives them has to be repealed first."""
        one, told = self.object, []
        if one.meeting_id:
            told.append(_("The meeting has to hear the new results too."))
        if count := one.awards.count():
            words = _("Rewards entered: %(count)s. They stay: look at them again then.")
            told.append(words % {"count": count})
        obstacles = []
        if words := one.why_rewarded():
            order, user = one.award_order, self.request.user
            seen = type(order).objects.visible_to(user).filter(pk=order.pk).exists()
            url = order.get_absolute_url() if seen else ""
            obstacles = [{"sentences": [words], "url": url, "label": _("Open the order")}]
        return {"consequences": told, "obstacles": obstacles}

    def post(self, request, *args, **kwargs):
        if self.name in ("begin_scoring", "compute") and self.object.can(self.name, request.user):
            note_leavers(self.object)
        return super().post(request, *args, **kwargs)
