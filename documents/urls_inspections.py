"""Addresses of inspections; included among those of documents."""

from django.urls import path

from documents.views import (
    inspection_access,
    inspection_new,
    inspection_package,
    inspections,
)

urlpatterns = [
    path("inspections/", inspections.InspectionList.as_view(), name="inspections"),
    path("inspections/add/", inspection_new.InspectionCreate.as_view(), name="inspection_add"),
    path("inspections/mine/", inspection_package.MyInspection.as_view(), name="my_inspection"),
    path(
        "inspections/packages/<uuid:uid>/",
        inspection_package.PackagePage.as_view(),
        name="package",
    ),
    path(
        "inspections/packages/<uuid:uid>/file/",
        inspection_package.PackageFile.as_view(),
        name="package_file",
    ),
    path("inspections/<int:pk>/", inspections.InspectionDetail.as_view(), name="inspection"),
    path(
        "inspections/<int:pk>/edit/", inspections.InspectionEdit.as_view(), name="inspection_edit"
    ),
    path(
        "inspections/<int:pk>/access/", inspection_access.GiveAccess.as_view(), name="access_give"
    ),
    path(
        "inspections/<int:pk>/access/<int:access>/prolong/",
        inspection_access.ProlongAccess.as_view(),
        name="access_prolong",
    ),
    path(
        "inspections/<int:pk>/access/<int:access>/link/",
        inspection_access.NewLink.as_view(),
        name="access_link",
    ),
    path(
        "inspections/<int:pk>/access/<int:access>/end/",
        inspection_access.EndAccess.as_view(),
        name="access_end",
    ),
    path(
        "inspections/<int:pk>/package/", inspection_package.AskPackage.as_view(), name="package_ask"
    ),
    path(
        "inspections/<int:pk>/<str:step>/",
        inspections.InspectionStep.as_view(),
        name="inspection_step",
    ),
]
