"""Addresses of external documents and of paper copies."""

from django.urls import path

from documents.views import channel, copies, copy_papers, destruction, external, registering

external_patterns = [
    path("external/", external.ExternalList.as_view(), name="externals"),
    path("external/add/", registering.ExternalAdd.as_view(), name="external_add"),
    path("external/<int:pk>/", external.ExternalDetail.as_view(), name="external"),
    path("external/<int:pk>/edit/", registering.ExternalEdit.as_view(), name="external_edit"),
    path("external/<int:pk>/register/", registering.ExternalFirst.as_view(), name="external_first"),
    path("external/<int:pk>/change/", registering.ExternalChange.as_view(), name="external_change"),
    path("channels/", channel.ChannelLog.as_view(), name="channels"),
    path("channels/add/", channel.ChannelCreate.as_view(), name="channel_add"),
    path("channels/<int:pk>/edit/", channel.ChannelEdit.as_view(), name="channel_edit"),
    path("channels/<int:pk>/nothing/", channel.ChannelChecked.as_view(), name="channel_nothing"),
    path("channels/<int:pk>/found/", channel.ChannelFound.as_view(), name="channel_found"),
]
copies_patterns = [
    path("copies/", copies.CopyList.as_view(), name="copies"),
    path("copies/<int:pk>/", copies.CopyDetail.as_view(), name="copy"),
    path("copies/<int:pk>/print/", copy_papers.CopyPrint.as_view(), name="copy_print"),
    path("copies/<int:pk>/<str:step>/", copies.CopyStep.as_view(), name="copy_step"),
    path("version/<int:pk>/copies/make/", copies.CopiesMake.as_view(), name="copies_make"),
    path(
        "version/<int:pk>/copies/distribute/",
        copies.CopiesDistribute.as_view(),
        name="copies_distribute",
    ),
    path("version/<int:pk>/distribution/", copy_papers.Distribution.as_view(), name="distribution"),
    path("version/<int:pk>/cover/", copy_papers.Cover.as_view(), name="cover"),
    path(
        "version/<int:pk>/uncontrolled/<str:language>/",
        copy_papers.Uncontrolled.as_view(),
        name="uncontrolled",
    ),
    path("destruction/", destruction.ActList.as_view(), name="acts"),
    path("destruction/add/", destruction.ActCreate.as_view(), name="act_add"),
    path("destruction/<int:pk>/", destruction.ActDetail.as_view(), name="act"),
    path("destruction/<int:pk>/paper/", copy_papers.ActPaper.as_view(), name="act_paper"),
    path("destruction/<int:pk>/<str:step>/", destruction.ActStep.as_view(), name="act_step"),
]
