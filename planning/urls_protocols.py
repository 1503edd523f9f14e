"""Addresses of protocols: their papers, their signing, opinions, corrections, extracts."""

from django.urls import path

from planning.views import protocol, protocols

M = "meetings/<int:pk>/"
STEPS = ("send", "sign", "enter_signature", "send_back", "recall")

urlpatterns = [
    path("protocols/", protocols.ProtocolList.as_view(), name="protocols"),
    path(M + "paper/", protocol.ProtocolPaper.as_view(), name="protocol_paper"),
    path(M + "agenda/paper/", protocol.AgendaPaper.as_view(), name="agenda_paper"),
    path(M + "attendance/paper/", protocol.AttendancePaper.as_view(), name="attendance_paper"),
    path(M + "signature/", protocol.MeetingSignatureAdd.as_view(), name="protocol_signature"),
    path(M + "extract/", protocol.ExtractPage.as_view(), name="protocol_extract"),
    path(M + "dissent/", protocol.DissentPage.as_view(), name="dissent"),
    path(M + "correct/", protocol.CorrectPage.as_view(), name="protocol_correct"),
    *(
        path(f"{M}{step}/", protocol.ProtocolStep.as_view(), {"step": step}, f"protocol_{step}")
        for step in STEPS
    ),
]
