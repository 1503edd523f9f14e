"""What the worker does for the seal: makes and renews its certificate, says when it cannot seal."""

from datetime import timedelta

from celery import shared_task
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import keys, lights
from common.caller import SYSTEM
from common.dates import numeric
from common.keys import SealingUnavailable
from common.models import Certificate, Check

KIND = "sealing"


@shared_task
def check_seal() -> None:
    """Make or renew the certificate in time, then see whether papers can be sealed (7.3.6)."""
    with Check.running(KIND, total=1) as check:
        try:
            keys.ensure()
            keys.usable()
        except SealingUnavailable as error:
            check.find(error.sentence, **error.values)
        check.progress(1)


@shared_task
def make_certificate() -> None:
    """The certificate of a new installation; where there is a good one, nothing is made."""
    check_seal()


@shared_task
def replace_certificate(user: int | None = None) -> None:
    """Another certificate in the place of the current one, as somebody asked."""
    try:
        keys.make(by=get_user_model().objects.get(pk=user) if user else SYSTEM)
    except SealingUnavailable as error:
        tell(error)
    else:
        check_seal()


def tell(problem: SealingUnavailable | None) -> None:
    """Keep in mind that papers wait, or wait no longer; the same trouble is told once."""
    newest = Check.objects.newest(KIND)
    known = newest.findings[0]["text"] if newest and newest.findings else None
    if newest and known == (problem and problem.sentence):
        return
    with Check.running(KIND, total=1) as check:
        if problem:
            check.find(problem.sentence, **problem.values)
        check.progress(1)


def certificate_light() -> lights.Light | None:
    """How long the certificate holds."""
    certificate = Certificate.objects.current()
    if certificate is None:
        return None  # the check of the seal says so
    left = certificate.valid_until - timezone.now()
    until = {"date": numeric(certificate.valid_until)}
    if left < timedelta(0):
        tone, sentence = "red", _("Expired on %(date)s.") % until
    elif left < keys.RENEW_BEFORE:
        tone, sentence = "amber", _("Expires on %(date)s.") % until
    else:
        tone, sentence = "green", _("Valid until %(date)s.") % until
    return lights.Light(_("Signing certificate"), tone, sentence, certificate.get_absolute_url())


lights.watch(
    KIND,
    gettext_lazy("Electronic seal of the organisation"),
    every=timedelta(days=2),
    task=check_seal,
)
lights.add(certificate_light)
