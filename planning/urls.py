"""Addresses of the year."""

from django.urls import path

from planning.views import announcement, announcement_log, announcement_writing

app_name = "planning"
urlpatterns = [
    path("announcements/", announcement.AnnouncementList.as_view(), name="announcements"),
    path(
        "announcements/add/",
        announcement_writing.AnnouncementCreate.as_view(),
        name="announcement_add",
    ),
    path(
        "announcements/<int:pk>/",
        announcement.AnnouncementDetail.as_view(),
        name="announcement",
    ),
    path(
        "announcements/<int:pk>/log/",
        announcement_log.AnnouncementLog.as_view(),
        name="announcement_log",
    ),
    path(
        "announcements/<int:pk>/paper/<str:language>/",
        announcement.AnnouncementPaper.as_view(),
        name="announcement_paper",
    ),
    path(
        "announcements/<int:pk>/edit/",
        announcement_writing.AnnouncementEdit.as_view(),
        name="announcement_edit",
    ),
    path(
        "announcements/<int:pk>/attach/",
        announcement_writing.AnnouncementAttach.as_view(),
        name="announcement_attach",
    ),
    path(
        "announcements/<int:pk>/detach/<int:file>/",
        announcement_writing.AnnouncementDetach.as_view(),
        name="announcement_detach",
    ),
    path(
        "announcements/<int:pk>/<slug:step>/",
        announcement_writing.AnnouncementStep.as_view(),
        name="announcement_step",
    ),
]
