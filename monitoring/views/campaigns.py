"""The register of campaigns, with the rules in force by which they are held (000/1.1-1.3)."""

import django_filters
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.views import Column, ListPage
from documents.models import ClauseLink, Document, DocumentVersion
from monitoring.models import AssessmentKind, Campaign
from planning.models import Obligation

TONES = {
    "preparation": "grey",
    "criteria": "blue",
    "formed": "blue",
    "collecting": "blue",
    "scoring": "blue",
    "counting": "blue",
    "computed": "amber",
    "announced": "green",
    "correcting": "amber",
    "closed": "green",
    "cancelled": "grey",
}


class CampaignFilter(django_filters.FilterSet):
    kind = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kind"), queryset=AssessmentKind.objects.all()
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Campaign.State.choices)

    class Meta:
        model = Campaign
        fields = ["kind", "state"]


def rules_in_force(user) -> list[dict]:
    """The local acts in force by which the monitoring is held: those that stand behind the
    regulation of its obligations, with what each rests on (000/1.1, 1.2).
    """
    held = Obligation.objects.filter(opener__startswith="monitoring.")
    links = ClauseLink.objects.filter(
        clause__standard__in=held.values("clauses__standard"), content_type__model="document"
    )
    visible = Document.objects.visible_to(user)
    shown = visible.filter(pk__in=links.values("object_id"))
    versions = DocumentVersion.objects.in_force().filter(document__in=shown.values("pk"))
    found = list(versions.select_related("document__type", "document__basis"))
    basis = {one.document.basis_id for one in found} - {None}
    known = set(visible.filter(pk__in=basis).values_list("pk", flat=True)) if basis else set()
    return [
        {
            "version": one,
            "document": one.document,
            "basis": one.document.basis if one.document.basis_id in known else None,
        }
        for one in sorted(found, key=lambda one: one.document.code)
    ]


class CampaignList(ListPage):
    """Every campaign, year by year."""

    model = Campaign
    permission = "monitoring.view_campaign"
    template_name = "monitoring/campaigns.html"
    title = gettext_lazy("Monitoring")
    lead = gettext_lazy("Yearly contests, evaluations and attestations: who is scored, by whom.")
    filterset_class = CampaignFilter
    empty_text = gettext_lazy("No campaign was begun yet.")
    empty_hint = gettext_lazy("Begin with the criteria of the year, then begin the campaign.")
    add_permission = "monitoring.add_campaign"
    add_label = gettext_lazy("Begin a campaign")
    add_url = reverse_lazy("monitoring:campaign_add")
    columns = [
        Column("year", gettext_lazy("Year"), lambda c: c.year, sort="year", kind="code"),
        Column("title", gettext_lazy("Title"), lambda c: c, sort="sorted_as"),
        Column("kind", gettext_lazy("Kind"), lambda c: c.kind),
        Column(
            "scoring",
            gettext_lazy("Scoring until"),
            lambda c: numeric(c.scoring_until),
            sort="scoring_until",
            kind="date",
        ),
        Column(
            "results",
            gettext_lazy("Results on"),
            lambda c: numeric(c.results_on),
            sort="results_on",
            kind="date",
        ),
        Column("secretary", gettext_lazy("Secretary"), lambda c: c.secretary or "", kind="person"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda c: c.get_state_display(),
            kind="state",
            tone=lambda c: TONES[c.state],
        ),
    ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(rules_in_force=rules_in_force(self.request.user), **kwargs)
