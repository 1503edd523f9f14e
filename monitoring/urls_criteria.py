"""Addresses of criteria and indicators."""

from django.urls import path

from monitoring.views import criteria, criteria_writing

urlpatterns = [
    path("criteria/", criteria.CriteriaList.as_view(), name="criteria_list"),
    path("criteria/add/", criteria_writing.CriteriaCreate.as_view(), name="criteria_add"),
    path("criteria/<int:pk>/", criteria.CriteriaDetail.as_view(), name="criteria"),
    path("criteria/<int:pk>/edit/", criteria_writing.CriteriaEdit.as_view(), name="criteria_edit"),
    path(
        "criteria/<int:pk>/edition/",
        criteria_writing.CriteriaRenew.as_view(),
        name="criteria_renew",
    ),
    path("criteria/<int:pk>/list/", criteria.IndicatorList.as_view(), name="criteria_indicators"),
    path("criteria/<int:pk>/paper/", criteria.CriteriaPaper.as_view(), name="criteria_paper"),
    path(
        "criteria/<int:pk>/signature/",
        criteria.CriteriaSignature.as_view(),
        name="criteria_signature_add",
    ),
    path("criteria/<int:pk>/<slug:step>/", criteria.CriteriaStep.as_view(), name="criteria_step"),
]
