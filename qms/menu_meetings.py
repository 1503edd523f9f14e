"""The menu of meetings: what is decided in them, and their registers."""

from django.utils.translation import gettext_lazy as _

from common.navigation import Entry, add, offer

add(
    Entry(49, _("Meetings"), "planning:meetings", "messages", "planning.view_meeting"),
    Entry(
        48,
        _("Decisions"),
        "planning:decisions",
        "checklist",
        "planning.view_decision",
        under="planning:meetings",
    ),
    Entry(
        48,
        _("Register of protocols"),
        "planning:protocols",
        "book",
        "planning.view_protocols",
        under="planning:meetings",
    ),
    Entry(
        49,
        _("Agendas by subject"),
        "planning:agenda_report",
        "list-numbers",
        "planning.view_agenda",
        under="planning:meetings",
    ),
    Entry(
        49,
        _("Kinds of meetings"),
        "planning:meeting_kinds",
        "adjustments-horizontal",
        "planning.change_meetingkind",
        under="planning:meetings",
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
