"""Addresses of meetings, their minutes, their decisions."""

from django.urls import path

from planning.views import (
    agenda,
    agenda_report,
    decision,
    decisions,
    meeting_files,
    meeting_kinds,
    meeting_writing,
    meetings,
    minutes,
    minutes_decisions,
    presence,
    protocol_record,
)

M = "meetings/<int:pk>/"
ITEM = M + "minutes/<int:item>/"

urlpatterns = [
    path("meetings/", meetings.MeetingList.as_view(), name="meetings"),
    path("meetings/add/", meeting_writing.MeetingCreate.as_view(), name="meeting_add"),
    path("meetings/agenda/", agenda_report.AgendaReport.as_view(), name="agenda_report"),
    path("meetings/agenda/items/", agenda_report.AgendaItems.as_view(), name="agenda_items"),
    path("meetings/kinds/", meeting_kinds.KindList.as_view(), name="meeting_kinds"),
    path("meetings/kinds/<int:pk>/", meeting_kinds.KindDetail.as_view(), name="meeting_kind"),
    path(
        "meetings/kinds/<int:pk>/edit/",
        meeting_kinds.KindEdit.as_view(),
        name="meeting_kind_edit",
    ),
    path(M, protocol_record.MeetingRecord.as_view(), name="meeting"),
    path(M + "edit/", meeting_writing.MeetingEdit.as_view(), name="meeting_edit"),
    path(M + "invite/", meeting_writing.MeetingInvite.as_view(), name="meeting_invite"),
    path(M + "attach/", meeting_files.MeetingAttach.as_view(), name="meeting_attach"),
    path(M + "detach/<int:file>/", meeting_files.MeetingDetach.as_view(), name="meeting_detach"),
    path(M + "items/add/", agenda.ItemAdd.as_view(), name="agenda_add"),
    path(M + "items/<int:item>/edit/", agenda.ItemEdit.as_view(), name="agenda_edit"),
    path(M + "items/<int:item>/shift/", agenda.ItemShift.as_view(), name="agenda_shift"),
    path(M + "items/<int:item>/remove/", agenda.ItemRemove.as_view(), name="agenda_remove"),
    path(M + "guests/add/", agenda.GuestAdd.as_view(), name="guest_add"),
    path(M + "guests/<int:row>/strike/", agenda.GuestStrike.as_view(), name="guest_strike"),
    path(M + "minutes/", minutes.Minutes.as_view(), name="minutes"),
    path(M + "minutes/present/", presence.Presence.as_view(), name="presence"),
    path(ITEM, minutes.ItemMinutes.as_view(), name="minutes_item"),
    path(ITEM + "decide/", minutes_decisions.Decide.as_view(), name="decide"),
    path(
        ITEM + "strike/<int:decision>/", minutes_decisions.Strike.as_view(), name="strike_decision"
    ),
    path(
        ITEM + "checked/<int:decision>/",
        minutes_decisions.CloseEarlier.as_view(),
        name="close_earlier",
    ),
    path(ITEM + "recuse/", minutes_decisions.Recuse.as_view(), name="recuse"),
    path(
        ITEM + "takes-part/<int:recusal>/",
        minutes_decisions.TakesPart.as_view(),
        name="unrecuse",
    ),
    path(M + "<slug:step>/", meeting_writing.MeetingStep.as_view(), name="meeting_step"),
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions/<int:pk>/", decision.DecisionDetail.as_view(), name="decision"),
    path("decisions/<int:pk>/edit/", decision.DecisionEdit.as_view(), name="decision_edit"),
    path("decisions/<int:pk>/<slug:step>/", decision.DecisionStep.as_view(), name="decision_step"),
]
