"""The certificates of the organisation's seal: for those who look after them, and for anyone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import TemplateView, View

from common import seal_tasks
from common.dates import date_and_time, numeric
from common.models import Certificate
from common.tasks import soon
from common.views import Column, DetailPage, Fact, ListPage, Page


def state_of(certificate: Certificate) -> tuple[str, str]:
    """In use, replaced or expired: its colour and its word."""
    if certificate.retired_at:
        return "grey", pgettext("certificate", "Replaced")
    if certificate.valid_until < timezone.now():
        return "red", pgettext("certificate", "Expired")
    return "green", pgettext("certificate", "In use")


def term(certificate: Certificate) -> str:
    """From when to when it is valid."""
    return f"{numeric(certificate.valid_from)} – {numeric(certificate.valid_until)}"


class Certificates(ListPage):
    """Every certificate there was; the old ones verify the papers of their time."""

    model = Certificate
    permission = "common.view_installation"
    title = gettext_lazy("Certificates of the seal")
    empty_text = gettext_lazy("There is no certificate yet.")
    empty_hint = gettext_lazy("The worker makes one when the organisation has its name.")
    columns = [
        Column("subject", gettext_lazy("Issued to"), lambda c: c.subject),
        Column("serial", gettext_lazy("Serial No."), lambda c: c.short_serial, kind="code"),
        Column("term", pgettext_lazy("certificate", "Valid"), term, sort="valid_from", kind="date"),
        Column("origin", gettext_lazy("Origin"), lambda c: c.get_kind_display()),
        Column(
            "state",
            gettext_lazy("State"),
            lambda c: state_of(c)[1],
            kind="state",
            tone=lambda c: state_of(c)[0],
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(serial__icontains=words) | rows.filter(fingerprint__icontains=words)


class CertificateDetail(DetailPage):
    """One certificate: its fingerprint to compare, its public part to keep."""

    model = Certificate
    permission = "common.view_installation"
    template_name = "certificate.html"

    def get_context_data(self, **kwargs):
        tone, label = state_of(self.object)
        return super().get_context_data(state={"label": label, "tone": tone}, **kwargs)

    def facts(self):
        certificate = self.object
        retired = certificate.retired_at
        return [
            Fact(_("Issued by"), certificate.issuer),
            Fact(_("Serial No."), certificate.serial),
            Fact(pgettext("certificate", "Valid"), term(certificate)),
            Fact(_("Origin"), certificate.get_kind_display()),
            Fact(_("Taken into use"), date_and_time(certificate.made_at)),
            Fact(pgettext("certificate", "Replaced"), date_and_time(retired) if retired else ""),
            Fact(_("Papers sealed"), certificate.seals.count()),
        ]


class CertificateReplace(Page, View):
    """Ask the worker for another certificate: only it holds the keys."""

    permission = "common.view_installation"
    http_method_names = ["post"]

    def post(self, request):
        soon(seal_tasks.replace_certificate, request.user.pk)
        messages.success(
            request, _("The worker makes a new certificate; in a minute it stands here.")
        )
        return HttpResponseRedirect(reverse("certificates"))


@method_decorator(login_not_required, name="dispatch")
class PublicCertificates(TemplateView):
    """The organisation's certificates as anyone may see and keep them (7.3.6)."""

    template_name = "public_certificates.html"

    def get_context_data(self, **kwargs):
        rows = []
        for certificate in Certificate.objects.all():
            tone, label = state_of(certificate)
            facts = [
                Fact(_("Issued by"), certificate.issuer),
                Fact(_("Serial No."), certificate.serial),
                Fact(pgettext("certificate", "Valid"), term(certificate)),
                Fact(_("Fingerprint (SHA-256)"), certificate.fingerprint),
            ]
            state = {"tone": tone, "label": label}
            rows.append({"certificate": certificate, "state": state, "facts": facts})
        return super().get_context_data(
            title=_("Certificates of the organisation"), rows=rows, **kwargs
        )


@method_decorator(login_not_required, name="dispatch")
class CertificateFile(View):
    """The public part of a certificate, to be kept or taken into a reader of PDF."""

    def get(self, request, fingerprint):
        certificate = get_object_or_404(Certificate, fingerprint=fingerprint)
        response = HttpResponse(certificate.der, content_type="application/pkix-cert")
        name = f"seal-{certificate.short_serial.replace('…', '-')}.cer"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response
