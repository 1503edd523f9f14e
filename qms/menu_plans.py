"""The menu of work plans, under the year."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

add(
    Entry(
        49,
        _("Work plans"),
        "planning:plans",
        "clipboard-check",
        "planning.view_workplan",
        under="planning:calendar",
    ),
    Entry(
        49,
        _("Planning of the QMS"),
        "planning:qms_planning",
        "sitemap",
        "planning.view_qms_planning",
        under="planning:calendar",
    ),
)
offer(Entry(30, _("New work plan"), "planning:plan_add", "plus", "planning.add_workplan"))
