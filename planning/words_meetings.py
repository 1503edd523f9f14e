"""What the records and the deeds of meetings are called."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.changes import guard_fields
from common.deeds import call
from common.words import say_value
from planning.models import (
    AgendaItem,
    Attendance,
    Decision,
    FollowUp,
    Meeting,
    MeetingKind,
    Recusal,
)
from planning.models.agenda_deeds import MINUTES

call(
    plan_meeting=_("planned the meeting"),
    change_meeting=_("changed the meeting"),
    go_along=_("moved the meeting together with its duty"),
    invite=_("sent the invitations with the agenda"),
    invite_again=_("sent the agenda again"),
    invite_guest=_("put somebody on the list of the invited"),
    strike_guest=_("took somebody off the list of the invited"),
    add_item=_("put an item on the agenda"),
    change_item=_("changed an item of the agenda"),
    order_items=_("changed the order of the agenda"),
    remove_item=_("took an item off the agenda"),
    write_minutes=_("wrote the minutes of an item"),
    note_attendance=_("noted who is present"),
    recuse=_("noted that a member does not take part in an item"),
    unrecuse=_("took back that a member does not take part in an item"),
    decide=_("wrote down a decision"),
    rewrite_decision=_("changed a decision"),
    strike_decision=_("struck a decision out of the minutes"),
    change_meeting_kind=_("changed the kind of meetings"),
)

findings.call(
    {
        "planning.agendaitem": _("agenda item"),
        "planning.attendance": _("person on the list of a meeting"),
        "planning.decision": _("decision"),
        "planning.followup": _("earlier decision on an agenda"),
        "planning.meeting": _("meeting"),
        "planning.meetingkind": _("kind of meetings"),
        "planning.recusal": _("recusal"),
    }
)

TERMS = {
    "quorum": (_("quorum"), MeetingKind.Quorum),
    "voting": (_("vote"), MeetingKind.Voting),
    "form": (_("minutes"), MeetingKind.Form),
    "signing": (_("who signs"), MeetingKind.Signing),
}


def terms_in_words(terms: dict) -> str:
    """The rules kept with a meeting, in one line."""
    return "; ".join(
        f"{label}: {choices(terms[name]).label}"
        for name, (label, choices) in TERMS.items()
        if terms.get(name)
    )


def standing_in_words(items: list) -> str:
    """The standing items of a kind, in one line."""
    return "; ".join(item["title"].get("ky", "") for item in items)


def tags_in_words(tags: list) -> str:
    """The subjects that a kind has to raise, in one line."""
    return ", ".join(str(AgendaItem.Tag(tag).label) for tag in tags)


say_value("planning.meeting.terms", terms_in_words)
say_value("planning.meetingkind.standing", standing_in_words)
say_value("planning.meetingkind.must_raise", tags_in_words)


def of_told_meetings(model, path: str):
    """Which rows of minutes a reader of the journal may read: a guest those of signed ones."""

    def rows(reader):
        if not reader.is_guest:
            return None
        return model.objects.filter(**{f"{path}__in": Meeting.objects.told_to(reader).values("pk")})

    return rows


PRESENCE = ("presence", "reason", "left_at")
guard_fields("planning.agendaitem", MINUTES, of_told_meetings(AgendaItem, "meeting"))
guard_fields("planning.attendance", PRESENCE, of_told_meetings(Attendance, "meeting"))
for model in (Decision, FollowUp, Recusal):
    guard_fields(model._meta.label_lower, (), of_told_meetings(model, "item__meeting"))
