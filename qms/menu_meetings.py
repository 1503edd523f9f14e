"""The menu of meetings: they stand under the year."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

add(
    Entry(
        48,
        _("Meetings"),
        "planning:meetings",
        "messages",
        "planning.view_meeting",
        under="planning:calendar",
    ),
    Entry(
        48,
        _("Decisions"),
        "planning:decisions",
        "checklist",
        "planning.view_decision",
        under="planning:calendar",
    ),
    Entry(
        48,
        _("Register of protocols"),
        "planning:protocols",
        "book",
        "planning.view_protocols",
        under="planning:calendar",
    ),
    Entry(
        49,
        _("Agendas by subject"),
        "planning:agenda_report",
        "list-numbers",
        "planning.view_agenda",
        under="planning:calendar",
    ),
    Entry(
        49,
        _("Kinds of meetings"),
        "planning:meeting_kinds",
        "adjustments-horizontal",
        "planning.change_meetingkind",
        under="planning:calendar",
    ),
)

offer(
    Entry(
        30,
        _("New meeting"),
        "planning:meeting_add",
        "plus",
        "planning.plan_meetings",
    ),
)
