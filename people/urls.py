"""Addresses of people."""

from django.urls import path

from people.views import person

app_name = "people"
urlpatterns = [
    path("", person.PersonList.as_view(), name="people"),
    path("me/", person.Me.as_view(), name="me"),
    path("me/password/", person.ChangePassword.as_view(), name="password"),
    path("<int:pk>/", person.PersonDetail.as_view(), name="person"),
]
