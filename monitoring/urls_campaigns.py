"""Addresses of scored assessments: campaigns, their commission, schedule and participants."""

from django.urls import path

from monitoring.models import Campaign
from monitoring.views import (
    campaign,
    campaign_steps,
    campaign_writing,
    campaigns,
    commission,
    commission_papers,
    commission_work,
    member,
    participants,
    participants_naming,
    schedule,
)

#: What the system does by itself, and what has a page of its own elsewhere.
ELSEWHERE = {"settle", "announce", "begin_corrections", "take_vote"}

urlpatterns = [
    path("", campaigns.CampaignList.as_view(), name="campaigns"),
    path("add/", campaign_writing.CampaignBegin.as_view(), name="campaign_add"),
    path("commission/", commission_work.OwnCommissions.as_view(), name="own_commissions"),
    path("<int:pk>/", campaign.CampaignDetail.as_view(), name="campaign"),
    path("<int:pk>/edit/", campaign_writing.CampaignEdit.as_view(), name="campaign_edit"),
    *(
        path(f"<int:pk>/{name}/", campaign_steps.CampaignStep.as_view(), {"step": name})
        for name in Campaign.STEPS
        if name not in ELSEWHERE
    ),
    path("<int:pk>/commission/", commission.CommissionPage.as_view(), name="commission"),
    path("<int:pk>/commission/add/", commission.MemberAdd.as_view(), name="member_add"),
    path("<int:pk>/commission/outsider/", commission.OutsiderAdd.as_view(), name="outsider_add"),
    path(
        "<int:pk>/commission/order/",
        commission_papers.DraftOrder.as_view(),
        name="commission_order",
    ),
    path("members/<int:pk>/", member.MemberDetail.as_view(), name="member"),
    path("members/<int:pk>/chair/", commission.MemberChair.as_view(), name="member_chair"),
    path("members/<int:pk>/remove/", commission.MemberRemove.as_view(), name="member_remove"),
    path("members/<int:pk>/replace/", commission.MemberReplace.as_view(), name="member_replace"),
    path("members/<int:pk>/invite/", commission.MemberInvite.as_view(), name="member_invite"),
    path("members/<int:pk>/recuse/", member.Recuse.as_view(), name="recuse"),
    path("members/<int:pk>/lift/<int:recusal>/", member.LiftRecusal.as_view(), name="recusal_lift"),
    path("members/<int:pk>/declare/", commission_work.Declare.as_view(), name="declare"),
    path(
        "members/<int:pk>/declaration/",
        commission_papers.DeclarationPaper.as_view(),
        name="declaration",
    ),
    path("<int:pk>/schedule/add/", schedule.StageAdd.as_view(), name="stage_add"),
    path("<int:pk>/schedule/propose/", schedule.Propose.as_view(), name="schedule_propose"),
    path(
        "<int:pk>/schedule/paper/",
        commission_papers.SchedulePaper.as_view(),
        name="schedule_paper",
    ),
    path("<int:pk>/schedule/<int:stage>/", schedule.StageEdit.as_view(), name="stage_edit"),
    path(
        "<int:pk>/schedule/<int:stage>/remove/",
        schedule.StageRemove.as_view(),
        name="stage_remove",
    ),
    path("<int:pk>/participants/", participants.ParticipantList.as_view(), name="participants"),
    path(
        "<int:campaign>/participants/name/",
        participants_naming.NameParticipants.as_view(),
        name="participants_name",
    ),
    path(
        "participants/<int:pk>/off/", participants_naming.TakeOff.as_view(), name="participant_off"
    ),
    path("participants/<int:pk>/out/", participants.LeaveOut.as_view(), name="participant_out"),
    path("participants/<int:pk>/left/", participants.NoteLeft.as_view(), name="participant_left"),
]
