"""Addresses of people."""

from django.urls import path

from people.views import (
    account,
    appointment,
    factors,
    me,
    person,
    personal,
    requests,
    review,
    second_factor,
)

app_name = "people"
urlpatterns = [
    path("", person.PersonList.as_view(), name="people"),
    path("me/data/", personal.MyData.as_view(), name="my_data"),
    path("me/data/<slug:deed>/", personal.MyDataDeed.as_view(), name="my_data_deed"),
    path("data/", requests.DataRequests.as_view(), name="data_requests"),
    path("data/add/", requests.DataRequestAdd.as_view(), name="data_request_add"),
    path("data/consent/", personal.ConsentTextEdit.as_view(), name="consent_text"),
    path("data/due/", requests.DueForErasure.as_view(), name="due_for_erasure"),
    path("data/transfers/", requests.Transfers.as_view(), name="transfers"),
    path("data/transfers/add/", requests.TransferAdd.as_view(), name="transfer_add"),
    path("data/<int:pk>/", requests.DataRequestDetail.as_view(), name="data_request"),
    path("data/<int:pk>/paper/", requests.RefusalPaper.as_view(), name="data_request_paper"),
    path(
        "data/<int:pk>/<slug:step>/", requests.DataRequestStep.as_view(), name="data_request_step"
    ),
    path("<int:pk>/data/", personal.PersonData.as_view(), name="person_data"),
    path("<int:pk>/erase/", personal.ErasePerson.as_view(), name="erase"),
    path("add/", person.PersonCreate.as_view(), name="person_add"),
    path("me/", me.Me.as_view(), name="me"),
    path("me/password/", me.ChangePassword.as_view(), name="password"),
    path("me/sessions/", me.MySessions.as_view(), name="sessions"),
    path("accounts/", account.AccountList.as_view(), name="accounts"),
    path("accounts/<int:pk>/<slug:step>/", account.AccountStep.as_view(), name="account_step"),
    path("accounts/lists/", review.ReviewList.as_view(), name="reviews"),
    path("accounts/lists/<int:pk>/", review.ReviewDetail.as_view(), name="review"),
    path("accounts/lists/<int:pk>/<slug:step>/", review.ReviewStep.as_view(), name="review_step"),
    path(
        "appointments/<int:pk>/edit/",
        appointment.AppointmentEdit.as_view(),
        name="appointment_edit",
    ),
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
    path("<int:pk>/edit/", person.PersonEdit.as_view(), name="person_edit"),
    path("<int:pk>/appoint/", appointment.AppointmentCreate.as_view(), name="appoint"),
    path("<int:pk>/account/", account.AccountCreate.as_view(), name="account_add"),
    path("<int:pk>/hand-over/", appointment.HandOver.as_view(), name="hand_over"),
]
