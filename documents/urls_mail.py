"""Addresses of correspondence and of papers of others (RI-05; 004/7.5.4)."""

from django.urls import path

from documents.views import (
    held,
    held_paper,
    mail_letter,
    mail_papers,
    mail_registers,
    mail_work,
    mail_writing,
)

app_name = "mail"
urlpatterns = [
    path("mail/", mail_registers.IncomingRegister.as_view(), name="incoming"),
    path("mail/outgoing/", mail_registers.OutgoingRegister.as_view(), name="outgoing"),
    path("mail/internal/", mail_registers.InternalRegister.as_view(), name="internal"),
    path("mail/add/", mail_writing.IncomingCreate.as_view(), name="incoming_add"),
    path("mail/outgoing/add/", mail_writing.OutgoingCreate.as_view(), name="outgoing_add"),
    path("mail/internal/add/", mail_writing.InternalCreate.as_view(), name="internal_add"),
    path("mail/work/<int:pk>/", mail_work.AssignmentDetail.as_view(), name="assignment"),
    path(
        "mail/work/<int:pk>/<str:step>/",
        mail_work.AssignmentStep.as_view(),
        name="assignment_step",
    ),
    path("mail/<int:pk>/", mail_letter.LetterDetail.as_view(), name="letter"),
    path("mail/<int:pk>/edit/", mail_writing.LetterEdit.as_view(), name="letter_edit"),
    path("mail/<int:pk>/attach/", mail_writing.LetterAttach.as_view(), name="letter_attach"),
    path(
        "mail/<int:pk>/detach/<int:file>/",
        mail_writing.LetterDetach.as_view(),
        name="letter_detach",
    ),
    path("mail/<int:pk>/label/", mail_papers.Label.as_view(), name="label"),
    path("mail/<int:pk>/stamped/<int:file>/", mail_papers.StampedScan.as_view(), name="stamped"),
    path("mail/<int:pk>/paper/", mail_papers.LetterPaper.as_view(), name="letter_paper"),
    path(
        "mail/<int:pk>/signature/",
        mail_papers.LetterSignatureAdd.as_view(),
        name="letter_signature_add",
    ),
    path("mail/<int:pk>/<str:step>/", mail_letter.LetterStep.as_view(), name="letter_step"),
    path("held/", held.HeldList.as_view(), name="held"),
    path("held/add/", held.HeldReceive.as_view(), name="held_add"),
    path("held/<int:pk>/", held_paper.HeldDetail.as_view(), name="held_paper"),
    path("held/<int:pk>/edit/", held_paper.HeldEdit.as_view(), name="held_edit"),
    path("held/<int:pk>/told/", held_paper.TellOwner.as_view(), name="tell_owner"),
    path("held/<int:pk>/receipt/", held_paper.Receipt.as_view(), name="held_receipt"),
    path("held/<int:pk>/return-act/", held_paper.ReturnAct.as_view(), name="held_return"),
    path("held/<int:pk>/<str:step>/", held_paper.HeldStep.as_view(), name="held_step"),
]
