"""Addresses of the year."""

from django.urls import path

from planning.views import (
    duties,
    duty,
    duty_steps,
    obligation,
    obligation_days,
    obligation_edit,
    obligations,
    plan_paper,
)

app_name = "planning"

urlpatterns: list = [
    path("duties/", duties.DutyList.as_view(), name="duties"),
    path("duties/<int:pk>/", duty.DutyDetail.as_view(), name="duty"),
    path("duties/<int:pk>/move/", duty_steps.DutyMove.as_view(), name="duty_move"),
    path("duties/<int:pk>/<str:step>/", duty_steps.DutyStep.as_view(), name="duty_step"),
    path("obligations/", obligations.ObligationList.as_view(), name="obligations"),
    path("obligations/add/", obligation_edit.ObligationAdd.as_view(), name="obligation_add"),
    path("obligations/plan/", plan_paper.YearPlan.as_view(), name="year_plan"),
    path("obligations/<int:pk>/", obligation.ObligationDetail.as_view(), name="obligation"),
    path(
        "obligations/<int:pk>/edit/",
        obligation_edit.ObligationEdit.as_view(),
        name="obligation_edit",
    ),
    path(
        "obligations/<int:pk>/end/", obligation_edit.ObligationEnd.as_view(), name="obligation_end"
    ),
    path(
        "obligations/<int:pk>/keep/",
        obligation_edit.ObligationKeep.as_view(),
        name="obligation_keep",
    ),
    path("obligations/<int:pk>/tell/", obligation_days.Tell.as_view(), name="obligation_tell"),
    path(
        "obligations/<int:pk>/days/<str:day>/",
        obligation_days.PlanAhead.as_view(),
        name="plan_ahead",
    ),
]
