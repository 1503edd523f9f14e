"""The tab of results on the page of a campaign."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from monitoring import campaign_tabs
from monitoring.counting_inputs import unscored
from monitoring.kind_words import name_label
from monitoring.models import Ruling
from monitoring.models.campaign import SEES_ALL
from monitoring.result_figures import agreement_words, mean_words
from monitoring.result_words import score_words, standing_words, state_words, total_words
from monitoring.scoring_rules import PRIZES
from monitoring.signing_now import why_closed
from monitoring.tie_words import votes_of

from .tie_vote import is_among, others_record

MOST = 20


def context(campaign, request) -> dict:
    """The first three places, the agreement in a sentence, the way to the rest."""
    user = request.user
    found = {"campaign": campaign, "is_counting": campaign.state == "counting"}
    if user.has_perm("monitoring.leave_out_cells", campaign):
        found["cells"] = cells(campaign, user) if enough_signed(campaign) else 0
    found["ties"] = ties(campaign, user)
    if not user.has_perm("monitoring.view_results", campaign):
        return found
    result = campaign.results.filter(superseded_at=None).first()
    if result is None:
        return found
    is_contest = campaign.kind.is_contest
    rows = result.rows.select_related("participant").in_order(is_contest=is_contest)
    if is_contest:
        rows = rows.filter(place__lte=PRIZES)
    return found | {
        "result": result,
        "is_contest": is_contest,
        "name_label": name_label(campaign.kind),
        "winners": [
            {
                "place": row.place,
                "name": row.participant,
                "score": score_words(row),
                "points": total_words(row),
                "note": state_words(row),
            }
            for row in rows[:MOST]
        ],
        "mean": mean_words(result),
        "agreement": agreement_words(result)[0],
        "notes": standing_words(result),
        "older": older(campaign, user),
        "votes": votes_of(result),
        "results_url": reverse("monitoring:results", args=[campaign.pk]),
    }


def cells(campaign, user) -> int:
    """How many cells with too few marks wait for this reader, or are the reader's own."""
    told = Ruling.within_reach(campaign, user) | campaign.own_keys(user)
    return sum(one.participant in told for one in unscored(campaign))


def ties(campaign, user) -> list[dict]:
    """Groups of equals that an open vote may tell apart, for who records it. Nobody learns before
    the results are told that they are among them.
    """
    if not campaign.can("take_vote", user) or why_closed(campaign):
        return []
    own, groups = campaign.own_keys(user), campaign.ties_to_vote()
    if not user.has_perm("monitoring.view_results", campaign):
        groups = [rows for rows in groups if not is_among(own, rows)]
    return [
        {
            "places": sorted({row.place for row in rows}),
            "names": ", ".join(str(row.participant) for row in rows),
            "is_shared": any(row.is_shared for row in rows),
            "others": others_record(campaign, user) if is_among(own, rows) else "",
            "url": reverse("monitoring:take_vote", args=[campaign.pk, rows[0].participant_id]),
        }
        for rows in groups
    ]


def older(campaign, user) -> list:
    """Results that count no more, for whoever runs the campaign."""
    if not user.powers & SEES_ALL:
        return []
    return list(campaign.results.exclude(superseded_at=None))


def enough_signed(campaign) -> bool:
    """Whether so many sheets are signed that the marks of a cell can be counted."""
    signed = campaign.sheets().filter(state="signed").count()
    return signed >= campaign.scoring.quorum


def shown(campaign, user) -> bool:
    """Whoever may see the results; while they are made, whoever runs it; where an open vote is to
    be recorded, whoever records it.
    """
    if user.has_perm("monitoring.view_results", campaign):
        return True
    if campaign.state in ("scoring", "counting"):
        return user.has_perm("monitoring.compute_campaign", campaign)
    return bool(ties(campaign, user))


campaign_tabs.register(
    campaign_tabs.CampaignTab(
        slug="results",
        label=gettext_lazy("Results"),
        template="monitoring/tab_results.html",
        order=60,
        context=context,
        shown=shown,
    )
)
