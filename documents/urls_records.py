"""Addresses of records, materials, holds, acts of disposal, the fund of information."""

from django.urls import path

from documents.views import (
    disposal,
    fund,
    hold,
    material,
    record,
    record_papers,
    record_steps,
    records,
)

app_name = "records"
urlpatterns = [
    path("", records.RecordList.as_view(), name="records"),
    path("add/", record.RecordCreate.as_view(), name="record_add"),
    path("expiring/", records.Expiring.as_view(), name="expiring"),
    path("from/<str:label>/<int:key>/", record_steps.RecordFrom.as_view(), name="record_from"),
    path("case/<int:pk>/", record_papers.CaseIndex.as_view(), name="case_index"),
    path("case/<int:pk>/label/", record_papers.CaseLabel.as_view(), name="case_label"),
    path("year/<int:pk>/", record_papers.YearClosing.as_view(), name="year_closing"),
    path("materials/", material.MaterialList.as_view(), name="materials"),
    path("materials/add/", material.MaterialCreate.as_view(), name="material_add"),
    path("materials/<int:pk>/", material.MaterialDetail.as_view(), name="material"),
    path("materials/<int:pk>/edit/", material.MaterialEdit.as_view(), name="material_edit"),
    path("materials/<int:pk>/files/", material.MaterialFiles.as_view(), name="material_files"),
    path(
        "materials/<int:pk>/files/<uuid:file>/",
        material.MaterialFileOff.as_view(),
        name="material_file_off",
    ),
    path("materials/<int:pk>/<str:step>/", material.MaterialStep.as_view(), name="material_step"),
    path("holds/", hold.HoldList.as_view(), name="holds"),
    path("holds/add/", hold.HoldCreate.as_view(), name="hold_add"),
    path("holds/<int:pk>/", hold.HoldDetail.as_view(), name="hold"),
    path("holds/<int:pk>/<str:step>/", hold.HoldStep.as_view(), name="hold_step"),
    path("disposal/", disposal.DisposalList.as_view(), name="disposals"),
    path("disposal/add/", disposal.DisposalCreate.as_view(), name="disposal_add"),
    path("disposal/<int:pk>/", disposal.DisposalDetail.as_view(), name="disposal"),
    path("disposal/<int:pk>/paper/", disposal.DisposalPaper.as_view(), name="disposal_paper"),
    path(
        "disposal/<int:pk>/signature/",
        disposal.DisposalSignature.as_view(),
        name="disposal_signature",
    ),
    path(
        "disposal/<int:pk>/leave-out/<int:record>/",
        disposal.DisposalLeaveOut.as_view(),
        name="disposal_leave_out",
    ),
    path("disposal/<int:pk>/<str:step>/", disposal.DisposalStep.as_view(), name="disposal_step"),
    path("fund/", fund.FundList.as_view(), name="fund"),
    path("fund/add/", fund.FundCreate.as_view(), name="fund_add"),
    path("fund/<int:pk>/", fund.FundDetail.as_view(), name="fund_item"),
    path("fund/<int:pk>/edit/", fund.FundEdit.as_view(), name="fund_edit"),
    path("<int:pk>/", record.RecordDetail.as_view(), name="record"),
    path("<int:pk>/edit/", record.RecordEdit.as_view(), name="record_edit"),
    path("<int:pk>/files/", record.RecordFiles.as_view(), name="record_files"),
    path("<int:pk>/files/<uuid:file>/", record.RecordFileOff.as_view(), name="record_file_off"),
    path("<int:pk>/retention/", record_steps.ChangeRetention.as_view(), name="change_retention"),
    path("<int:pk>/<str:step>/", record_steps.RecordStep.as_view(), name="record_step"),
]
