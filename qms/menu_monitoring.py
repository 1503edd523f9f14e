"""The menu of scored assessments: campaigns, criteria; for an outsider their commission work."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

add(
    Entry(50, _("Monitoring"), "monitoring:campaigns", "chart-bar", "monitoring.view_campaign"),
    Entry(
        51,
        _("Criteria"),
        "monitoring:criteria_list",
        "list-check",
        "monitoring.view_campaign",
        under="monitoring:campaigns",
    ),
    Entry(
        52,
        _("My result"),
        "monitoring:own_results",
        "user-check",
        "monitoring.list_own_results",
        under="monitoring:campaigns",
    ),
    Entry(
        53,
        _("Protocols of commissions"),
        "monitoring:protocols",
        "file-text",
        "monitoring.view_commissionprotocol",
        under="monitoring:campaigns",
    ),
    Entry(
        10,
        _("Commission work"),
        "monitoring:own_commissions",
        "clipboard-check",
        "monitoring.serve_from_outside",
        on_phone=True,
    ),
)

offer(
    Entry(
        30,
        _("Begin a campaign"),
        "monitoring:campaign_add",
        "plus",
        "monitoring.add_campaign",
    ),
)
