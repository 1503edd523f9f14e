"""Addresses of people."""

from django.urls import path

from people.views import person, personal, requests

app_name = "people"
urlpatterns = [
    path("", person.PersonList.as_view(), name="people"),
    path("me/", person.Me.as_view(), name="me"),
    path("me/password/", person.ChangePassword.as_view(), name="password"),
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
    path("<int:pk>/", person.PersonDetail.as_view(), name="person"),
]
