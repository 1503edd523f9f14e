"""Addresses of scored assessments: sheets, material, marks far apart."""

from django.urls import path

from monitoring.views import (
    material,
    participant,
    sheet,
    sheet_late,
    sheet_lists,
    sheet_papers,
    sheet_steps,
)

S = "sheets/<uuid:uid>/"
P = "participants/<int:pk>/"

urlpatterns = [
    path(S, sheet.SheetPage.as_view(), name="sheet"),
    path(S + "marks/", sheet.SheetMarks.as_view(), name="sheet_marks"),
    path(S + "paper/", sheet_papers.SheetPaper.as_view(), name="sheet_paper"),
    path(S + "excel/", sheet_papers.SheetExcel.as_view(), name="sheet_excel"),
    path(S + "explain/", sheet_steps.SheetExplain.as_view(), name="sheet_explain"),
    path(S + "<slug:step>/", sheet_steps.SheetStep.as_view(), name="sheet_step"),
    path("<int:pk>/late/", sheet_late.LateMarks.as_view(), name="late_marks"),
    path("<int:pk>/spread/", sheet_lists.SpreadNotes.as_view(), name="spread_notes"),
    path("mine/", participant.MyMaterial.as_view(), name="my_material"),
    path(P, participant.ParticipantPage.as_view(), name="participant"),
    path(P + "brought/", participant.AllBrought.as_view(), name="all_brought"),
    path(P + "material/", participant.MaterialPart.as_view(), name="material_part"),
    path(P + "material/<int:indicator>/", material.MaterialEdit.as_view(), name="material_edit"),
    path(
        P + "material/<int:indicator>/attach/",
        material.MaterialAttach.as_view(),
        name="material_attach",
    ),
    path(
        P + "material/<int:indicator>/files/<int:file>/remove/",
        material.MaterialDetach.as_view(),
        name="material_detach",
    ),
]
