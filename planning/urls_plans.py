"""Addresses of work plans."""

from django.urls import path

from planning.views import (
    amendments,
    plan,
    plan_estimate,
    plan_line_list,
    plan_lines,
    plan_papers,
    plan_report,
    plans,
)
from planning.views.qms_planning import QmsPlanning

plan_patterns = [
    path("planning/", QmsPlanning.as_view(), name="qms_planning"),
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/add/", plans.PlanCreate.as_view(), name="plan_add"),
    path("plans/<int:pk>/", plan.PlanDetail.as_view(), name="plan"),
    path("plans/<int:pk>/edit/", plans.PlanEdit.as_view(), name="plan_edit"),
    path("plans/<int:pk>/carry/", plan_estimate.Carry.as_view(), name="plan_carry"),
    path("plans/<int:pk>/today/", plans.PlanToday.as_view(), name="plan_today"),
    path("plans/<int:pk>/report/", plan_report.PlanReport.as_view(), name="plan_report"),
    path(
        "plans/<int:pk>/report/paper/",
        plan_report.PlanReportPaper.as_view(),
        name="plan_report_paper",
    ),
    path(
        "plans/<int:pk>/paper/",
        plan_papers.PlanPaper.as_view(),
        name="plan_paper",
    ),
    path(
        "plans/<int:pk>/signature/",
        plan_papers.PlanSignature.as_view(),
        name="plan_signature_add",
    ),
    path("plans/<int:plan>/amend/", amendments.AmendmentCreate.as_view(), name="plan_amend"),
    path("plans/<int:plan>/lines/", plan_line_list.LineList.as_view(), name="plan_lines"),
    path("plans/<int:plan>/lines/add/", plan_lines.LineCreate.as_view(), name="plan_line_add"),
    path("plans/<int:plan>/lines/<int:pk>/", plan_lines.LineDetail.as_view(), name="plan_line"),
    path(
        "plans/<int:plan>/lines/<int:pk>/edit/",
        plan_lines.LineEdit.as_view(),
        name="plan_line_edit",
    ),
    path(
        "plans/<int:plan>/lines/<int:pk>/remove/",
        plan_lines.LineRemove.as_view(),
        name="plan_line_remove",
    ),
    path(
        "plans/<int:plan>/lines/<int:pk>/<slug:step>/",
        plan_lines.LineStep.as_view(),
        name="plan_line_step",
    ),
    path("plans/<int:plan>/estimate/add/", plan_estimate.RowCreate.as_view(), name="estimate_add"),
    path(
        "plans/<int:plan>/estimate/<int:pk>/edit/",
        plan_estimate.RowEdit.as_view(),
        name="estimate_edit",
    ),
    path(
        "plans/<int:plan>/estimate/<int:pk>/remove/",
        plan_estimate.RowRemove.as_view(),
        name="estimate_remove",
    ),
    path("plans/<int:pk>/<slug:step>/", plans.PlanStep.as_view(), name="plan_step"),
    path("plans/amendments/<int:pk>/", amendments.AmendmentDetail.as_view(), name="amendment"),
    path(
        "plans/amendments/<int:pk>/edit/", amendments.AmendmentEdit.as_view(), name="amendment_edit"
    ),
    path(
        "plans/amendments/<int:pk>/paper/",
        plan_papers.AmendmentPaper.as_view(),
        name="amendment_paper",
    ),
    path(
        "plans/amendments/<int:pk>/signature/",
        plan_papers.AmendmentSignature.as_view(),
        name="amendment_signature_add",
    ),
    path(
        "plans/amendments/<int:pk>/rows/<slug:kind>/",
        amendments.RowPage.as_view(),
        name="amendment_row",
    ),
    path(
        "plans/amendments/<int:pk>/rows/<int:row>/remove/",
        amendments.RowRemove.as_view(),
        name="amendment_row_remove",
    ),
    path(
        "plans/amendments/<int:pk>/<slug:step>/",
        amendments.AmendmentStep.as_view(),
        name="amendment_step",
    ),
]
