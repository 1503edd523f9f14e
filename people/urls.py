"""Addresses of people."""

from django.urls import path

from people.views import factors, person, second_factor

app_name = "people"
urlpatterns = [
    path("", person.PersonList.as_view(), name="people"),
    path("me/", person.Me.as_view(), name="me"),
    path("me/password/", person.ChangePassword.as_view(), name="password"),
    path("me/sign-in/", factors.Factors.as_view(), name="factors"),
    path("me/sign-in/app/", factors.AppAdd.as_view(), name="app_add"),
    path("me/sign-in/app/remove/", factors.AppRemove.as_view(), name="app_remove"),
    path("me/sign-in/passkey/", factors.PasskeyAdd.as_view(), name="passkey_add"),
    path("me/sign-in/passkey/make/", factors.PasskeyMake.as_view(), name="passkey_make"),
    path(
        "me/sign-in/passkey/<int:pk>/remove/",
        factors.PasskeyRemove.as_view(),
        name="passkey_remove",
    ),
    path("me/sign-in/codes/", factors.Recovery.as_view(), name="recovery"),
    path("me/sign-in/codes/paper/", factors.RecoveryPaper.as_view(), name="recovery_paper"),
    path("second-factor/", second_factor.RequireFactors.as_view(), name="require_factors"),
    path(
        "<int:pk>/second-factor/reset/",
        second_factor.ResetFactors.as_view(),
        name="reset_factors",
    ),
    path("<int:pk>/", person.PersonDetail.as_view(), name="person"),
]
