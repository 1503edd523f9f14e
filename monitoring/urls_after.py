"""Addresses of scored assessments: the protocol and all that follows from it."""

from django.urls import path

from monitoring.views import (
    after_tabs,  # noqa: F401 -- it registers the tabs
    announce,
    appeals,
    awards,
    nominations,
    own_result,
    proposals,
    protocol,
    protocols,
)

P = "protocols/<int:pk>/"
C = "<int:campaign>/"
PROPOSAL = "proposals/<int:pk>/"
APPEAL = "appeals/<int:pk>/"
OWN = "my-result/<int:campaign>/"
SIGNING = ("send", "sign", "enter_signature", "send_back", "recall")

urlpatterns: list = [
    path("my-result/", own_result.OwnResults.as_view(), name="own_results"),
    path(OWN, own_result.OwnResultDetail.as_view(), name="own_result"),
    path(OWN + "paper/", own_result.OwnResultPaper.as_view(), name="own_result_paper"),
    path(OWN + "seen/", own_result.Acquainted.as_view(), name="own_result_seen"),
    path(OWN + "appeal/", appeals.AppealAdd.as_view(), name="appeal_add"),
    path(APPEAL, appeals.AppealDetail.as_view(), name="appeal"),
    path(APPEAL + "paper/", appeals.AppealPaper.as_view(), name="appeal_paper"),
    *(
        path(f"{APPEAL}{step}/", appeals.AppealStep.as_view(), {"step": step}, f"appeal_{step}")
        for step in ("name_panel", "uphold", "reject", "withdraw")
    ),
    path(C + "awards/add/", awards.AwardCreate.as_view(), name="award_add"),
    path(C + "awards/<int:pk>/", awards.AwardEdit.as_view(), name="award"),
    path(C + "awards/<int:pk>/remove/", awards.AwardRemove.as_view(), name="award_remove"),
    path(C + "awards/<int:pk>/letter/", awards.OwnLetter.as_view(), name="award_letter"),
    path(C + "awards/letters/", awards.LettersPage.as_view(), name="award_letters"),
    path(C + "awards/order/", awards.AwardOrder.as_view(), name="award_order"),
    path(C + "protocol/add/", protocol.ProtocolCreate.as_view(), name="protocol_add"),
    path("protocols/", protocols.ProtocolList.as_view(), name="protocols"),
    path(P, protocol.ProtocolDetail.as_view(), name="protocol"),
    path(P + "edit/", protocol.ProtocolEdit.as_view(), name="protocol_edit"),
    path(P + "paper/", protocol.ProtocolPaper.as_view(), name="protocol_paper"),
    path(P + "signature/", protocol.ProtocolSignature.as_view(), name="protocol_signature"),
    *(
        path(f"{P}{step}/", protocol.ProtocolStep.as_view(), {"step": step}, f"protocol_{step}")
        for step in SIGNING
    ),
    path(
        "<int:pk>/announce/",
        announce.Announce.as_view(),
        {"step": "announce"},
        name="campaign_announce",
    ),
    path(C + "agenda/", announce.PutOnAgenda.as_view(), name="campaign_agenda"),
    path(C + "proposals/add/", proposals.ProposalAdd.as_view(), name="proposal_add"),
    path(PROPOSAL, proposals.ProposalDetail.as_view(), name="proposal"),
    path(PROPOSAL + "edit/", proposals.ProposalEdit.as_view(), name="proposal_edit"),
    path(PROPOSAL + "remove/", proposals.ProposalRemove.as_view(), name="proposal_remove"),
    *(
        path(
            f"{PROPOSAL}{step}/",
            proposals.ProposalStep.as_view(),
            {"step": step},
            f"proposal_{step}",
        )
        for step in ("accept", "refuse", "enter")
    ),
    path(C + "nominations/add/", nominations.NominationCreate.as_view(), name="nomination_add"),
    path(C + "nominations/<int:pk>/", nominations.NominationEdit.as_view(), name="nomination"),
    path(
        C + "nominations/<int:pk>/remove/",
        nominations.NominationRemove.as_view(),
        name="nomination_remove",
    ),
]
