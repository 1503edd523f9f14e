"""Addresses."""

from django.urls import include, path

from common.views.files import FileView
from documents.views.verification import Verify
from qms.views import certificates, gallery, health, installation, search, session, trail, work

urlpatterns = [
    path("", work.Home.as_view(), name="home"),
    path("work/", work.MyWork.as_view(), name="my_work"),
    path("search/", search.Search.as_view(), name="search"),
    path("documents/", include("documents.urls")),
    path("people/", include("people.urls")),
    path("journal/", trail.Journal.as_view(), name="journal"),
    path("letters/", trail.Letters.as_view(), name="letters"),
    path("installation/", installation.Installation.as_view(), name="installation"),
    path("installation/checks/", installation.Checks.as_view(), name="checks"),
    path("installation/checks/<int:pk>/", installation.CheckDetail.as_view(), name="check"),
    path("installation/run/<slug:kind>/", installation.RunCheck.as_view(), name="check_run"),
    path("installation/certificates/", certificates.Certificates.as_view(), name="certificates"),
    path(
        "installation/certificates/<int:pk>/",
        certificates.CertificateDetail.as_view(),
        name="certificate",
    ),
    path(
        "installation/certificates/replace/",
        certificates.CertificateReplace.as_view(),
        name="certificate_replace",
    ),
    path(
        "certificates/",
        certificates.PublicCertificates.as_view(),
        name="public_certificates",
    ),
    path(
        "certificates/<slug:fingerprint>/",
        certificates.CertificateFile.as_view(),
        name="certificate_file",
    ),
    path("files/<uuid:uid>/", FileView.as_view(), name="file"),
    path("v/<str:token>/", Verify.as_view(), name="verify"),
    path("sign-in/", session.SignIn.as_view(), name="sign_in"),
    path("sign-out/", session.SignOut.as_view(), name="sign_out"),
    path("language/", session.SetLanguage.as_view(), name="set_language"),
    path("theme/", session.SetTheme.as_view(), name="theme"),
    path("ui/", gallery.Gallery.as_view(), name="gallery"),
    path("healthz", health.healthz, name="healthz"),
]

handler500 = "common.middleware.handler500"
