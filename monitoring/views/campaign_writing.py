"""Beginning a campaign, and changing what may still change."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import ActPage, EditPage
from monitoring.campaign_days import proposed_days
from monitoring.forms.campaign import DAYS, CampaignForm
from monitoring.models import AssessmentKind, Campaign

OPEN = ("preparation", "criteria", "formed", "collecting", "scoring")


class CampaignBegin(ActPage):
    """A new campaign with the rules of its kind (000/1.3, 2.1)."""

    permission = "monitoring.add_campaign"
    form_class = CampaignForm
    title = gettext_lazy("Begin a campaign")
    submit_label = gettext_lazy("Begin the campaign")

    def get_initial(self):
        asked = self.request.GET.get("kind", "")
        kinds = AssessmentKind.objects.all()
        kind = kinds.filter(pk=asked[:18]).first() if asked.isdecimal() else kinds.first()
        year = self.request.GET.get("year", "")
        days = proposed_days(kind, int(year) if re.fullmatch(r"2[01]\d\d", year) else None)
        if kind is None:
            return days
        return days | {"kind": kind.pk, "proposed_for": f"{kind.pk}:{days['year']}"}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, form):
        given = form.cleaned_data
        fields = {name: given.get(name) for name in ("title", *DAYS, "secretary", "criteria")}
        return Campaign.begin(
            by=self.request.user,
            kind=given["kind"],
            year=given["year"],
            rules=form.rules.data(),
            **fields,
        )

    def get_cancel_url(self):
        return reverse("monitoring:campaigns")

    def done_sentence(self):
        return _("The campaign is begun: name the commission and write its schedule.")


class CampaignEdit(EditPage):
    """Days, secretary, criteria, rules, while nobody scores; afterwards only the days."""

    model = Campaign
    form_class = CampaignForm
    permission = "monitoring.change_campaign"
    title = gettext_lazy("Change the campaign")

    def not_now(self, *, may):
        if may and self.object.state not in OPEN:
            words = _("The campaign is now “%(state)s”: it is not changed any more.")
            return words % {"state": self.object.get_state_display()}
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}
