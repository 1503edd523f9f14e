"""Addresses."""

from django.urls import include, path

from common.views import lists, prints
from common.views.files import FileView
from documents.views.checking import CheckPaper
from documents.views.verification import Verify
from people.views.invitation import EnterCode, Forgot, Invited
from people.views.organisation import Emblem
from planning.views.feed import CalendarFeedFile
from qms.views import (
    backups,
    certificates,
    clause_map,
    gallery,
    health,
    installation,
    metrics,
    openings,
    public,
    seals,
    search,
    second_step,
    session,
    start,
    start_checks,
    trail,
    trail_row,
    work,
)

urlpatterns = [
    path("", work.Home.as_view(), name="home"),
    path("work/", work.MyWork.as_view(), name="my_work"),
    path("search/", search.Search.as_view(), name="search"),
    path("clauses/", clause_map.ClauseMapPage.as_view(), name="clause_map"),
    path("search/quick/", search.QuickSearch.as_view(), name="search_quick"),
    path("documents/", include("documents.urls")),
    path("people/", include("people.urls")),
    path("year/", include("planning.urls")),
    path("calendar/<str:token>.ics", CalendarFeedFile.as_view(), name="calendar_feed"),
    path("journal/", trail.Journal.as_view(), name="journal"),
    path("journal/<int:number>/", trail_row.JournalRow.as_view(), name="journal_row"),
    path("journal/reviews/", trail.TrailReviews.as_view(), name="trail_reviews"),
    path("journal/reviews/add/", trail.ReviewTrail.as_view(), name="review_trail"),
    path("journal/seals/", seals.Seals.as_view(), name="seals"),
    path("journal/seals/now/", seals.SealNow.as_view(), name="seal_now"),
    path("journal/seals/<int:pk>/", seals.SealDetail.as_view(), name="seal"),
    path("openings/", openings.Openings.as_view(), name="openings"),
    path("letters/", trail.Letters.as_view(), name="letters"),
    path("installation/", installation.Installation.as_view(), name="installation"),
    path("installation/backups/", backups.Backups.as_view(), name="backups"),
    path("installation/backups/key/", backups.KeySheet.as_view(), name="backup_key"),
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
    path("emblem/<str:sha256>/", Emblem.as_view(), name="emblem"),
    path("lists/<slug:kind>/", lists.ListUpload.as_view(), name="list_upload"),
    path("lists/<slug:kind>/template/", lists.ListTemplate.as_view(), name="list_template"),
    path("lists/<slug:kind>/of/<int:target>/", lists.ListUpload.as_view(), name="list_upload_of"),
    path(
        "lists/<slug:kind>/of/<int:target>/template/",
        lists.ListTemplate.as_view(),
        name="list_template_of",
    ),
    path("lists/brought/<int:pk>/", lists.ListPreview.as_view(), name="list_import"),
    path("prints/<uuid:uid>/", prints.PrintPage.as_view(), name="print_job"),
    path("prints/<uuid:uid>/file/", prints.PrintFile.as_view(), name="print_file"),
    path("files/<uuid:uid>/", FileView.as_view(), name="file"),
    path("v/", CheckPaper.as_view(), name="check_paper"),
    path("v/<str:token>/", Verify.as_view(), name="verify"),
    path("public/", public.PublicHome.as_view(), name="public_home"),
    path("public/policy/", public.PublicPolicy.as_view(), name="public_policy"),
    path("public/structure/", public.PublicStructure.as_view(), name="public_structure"),
    path("public/documents/", public.PublicDocuments.as_view(), name="public_documents"),
    path(
        "public/documents/<str:token>/",
        public.PublicDocument.as_view(),
        name="public_document",
    ),
    path(
        "public/documents/<str:token>/<str:language>/",
        public.PublicPaper.as_view(),
        name="public_paper",
    ),
    path("start/", start.Door.as_view(), name="start"),
    path("start/organisation/", start.OrganisationPage.as_view(), name="start_organisation"),
    path("start/profile/", start.ProfilePage.as_view(), name="start_profile"),
    path("start/administrator/", start.AdministratorPage.as_view(), name="start_administrator"),
    path("start/mail/", start_checks.MailPage.as_view(), name="start_mail"),
    path("start/address/", start_checks.AddressPage.as_view(), name="start_address"),
    path("start/certificate/", start_checks.CertificatePage.as_view(), name="start_certificate"),
    path("sign-in/", session.SignIn.as_view(), name="sign_in"),
    path("sign-in/second-step/", second_step.SecondStep.as_view(), name="second_step"),
    path("sign-out/", session.SignOut.as_view(), name="sign_out"),
    path("forgotten/", Forgot.as_view(), name="forgotten"),
    path("i/", EnterCode.as_view(), name="invitation_code"),
    path("i/<str:token>/", Invited.as_view(), name="invitation"),
    path("language/", session.SetLanguage.as_view(), name="set_language"),
    path("theme/", session.SetTheme.as_view(), name="theme"),
    path("ui/", gallery.Gallery.as_view(), name="gallery"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
]

handler500 = "common.middleware.handler500"
