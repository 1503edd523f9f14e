"""The last pages of the guide: do letters leave, is the address the right one, is there a seal."""

import smtplib

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import numeric
from common.models import deed, record
from common.tasks import soon
from people.models import FirstStart, Organisation
from people.signin import enter
from qms import start
from qms.celery import app
from qms.forms.start import LetterForm, mail_facts
from qms.views.start import KEY, NEEDED, GuidePage


def make_certificate():
    """The worker's task that makes the certificate, where the program has one."""
    return next((t for name, t in app.tasks.items() if name.endswith(".make_certificate")), None)


class MailPage(GuidePage):
    """What the environment says of mail, and a test letter; may be skipped with a warning."""

    page = "mail"
    needs = NEEDED

    def post(self, request):
        if request.POST.get("act") != "send":
            return self.go_on("done" if self.guide.done.get("mail") == "done" else "skipped")
        form = LetterForm(request.POST)
        if not form.is_valid():
            return self.show(422, form=form)
        if fault := send_test(form.cleaned_data["address"]):
            return self.show(422, form=form, fault=fault)
        if not is_written_to_files():
            with deed():
                self.guide = FirstStart.locked()
                self.guide.mark(self.page)
        return self.show(form=form, sent_to=form.cleaned_data["address"])

    def get_context_data(self, **kwargs):
        if "form" not in kwargs:
            person = self.guide.administrator.person
            kwargs["form"] = LetterForm(initial={"address": person.email})
        return super().get_context_data(
            facts=mail_facts(), to_files=is_written_to_files(), folder=_folder(), **kwargs
        )


def is_written_to_files() -> bool:
    """Whether letters go nowhere but into a folder."""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def _folder() -> str:
    return str(getattr(settings, "EMAIL_FILE_PATH", ""))


def send_test(address: str) -> str:
    """Send a letter now; what the mail server answered, empty if it took the letter."""
    subject = _("A test letter of Sapat")
    body = _("Letters leave the installation %(site)s. Nothing needs to be done.")
    try:
        EmailMessage(subject, body % {"site": settings.PUBLIC_BASE_URL}, None, [address]).send()
    except (OSError, smtplib.SMTPException) as error:
        return str(error) or type(error).__name__
    return ""


class AddressPage(GuidePage):
    """The address that papers will carry for ever, beside the one in the browser."""

    page = "address"
    needs = NEEDED

    def post(self, request):
        if start.stops_here():
            return self.show(422, refused=True)
        return self.go_on("skipped" if start.address_fault() else "done")

    def get_context_data(self, **kwargs):
        here = self.request.build_absolute_uri("/").rstrip("/")
        return super().get_context_data(
            here=here,
            printed=settings.PUBLIC_BASE_URL,
            differs=here != settings.PUBLIC_BASE_URL,
            fault=start.address_fault(),
            local=start.is_local(settings.PUBLIC_BASE_URL),
            stops=start.stops_here(),
            **kwargs,
        )


class CertificatePage(GuidePage):
    """The seal of the organisation, made by the worker; then the guide is over."""

    page = "certificate"
    needs = NEEDED

    def post(self, request):
        act = request.POST.get("act")
        if act == "make" and (task := make_certificate()):
            soon(task)
            return HttpResponseRedirect(f"{request.path}?asked=1")
        if act == "finish":
            return self._finish()
        return self.show(422)

    def _finish(self):
        if start.stops_here():
            return HttpResponseRedirect(reverse("start_address"))
        with deed():
            guide = FirstStart.locked()
            if guide.finished_at is None:
                guide.mark(self.page, "done" if certificate() else "skipped")
                guide.finished_at, guide.code_hash = timezone.now(), ""
                guide.save()
                user = guide.administrator
                record(Organisation.current(), "finish_start", by=user, pages=guide.done)
        self.request.session.pop(KEY, None)
        go_to = enter(self.request, guide.administrator, go_to=reverse("home"))
        return HttpResponseRedirect(go_to)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            certificate=certificate(),
            can_be_made=make_certificate() is not None,
            asked="asked" in self.request.GET,
            **kwargs,
        )


def certificate() -> list[tuple] | None:
    """The certificate that seals papers, in words; nothing where there is none."""
    try:
        found = apps.get_model("common", "Certificate").objects.current()
    except LookupError:
        return None
    if found is None:
        return None
    first, last = (timezone.localtime(day).date() for day in (found.valid_from, found.valid_until))
    term = f"{numeric(first)} – {numeric(last)}"
    return [
        (_("Issued to"), found.subject),
        (_("Fingerprint"), found.fingerprint),
        (_("Term of validity"), term),
    ]
