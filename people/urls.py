"""Addresses of people."""

from django.urls import path

from people.views import organisation, person, staff

app_name = "people"
urlpatterns = [
    path("", person.PersonList.as_view(), name="people"),
    path("organisation/", organisation.OrganisationEdit.as_view(), name="organisation"),
    path("import/", staff.StaffUpload.as_view(), name="staff_upload"),
    path("import/template/", staff.StaffTemplate.as_view(), name="staff_template"),
    path("import/<int:pk>/", staff.StaffPreview.as_view(), name="staff_import"),
    path("me/", person.Me.as_view(), name="me"),
    path("me/password/", person.ChangePassword.as_view(), name="password"),
    path("<int:pk>/", person.PersonDetail.as_view(), name="person"),
]
