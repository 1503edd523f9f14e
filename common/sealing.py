"""The electronic seal of the organisation on a PDF: PAdES, made by the worker alone (7.3.6).

The seal is written behind the paper's own bytes, so that what was printed stays as it was, letter
for letter; PDF/A and its tags are untouched.
"""

import datetime
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from urllib.request import Request, urlopen

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common.dates import date_and_time, numeric
from common.keys import SealingUnavailable, usable
from common.models import Certificate
from common.printing import html_to_pdf, letterhead

__all__ = ["SealingUnavailable", "Stamp", "problem", "seal_pdf"]

POINTS = 72 / 25.4  # in a millimetre
LONGEST_ANSWER = 1024 * 1024  # of a time stamp server
ONE_LINE = 44  # letters in a line of the stamp
NO_TIME = gettext_noop("The time stamp server does not answer: %(error)s")


@dataclass(frozen=True)
class Stamp:
    """Where the visible stamp stands: its page and its place, in millimetres from the edges.

    Its size is that of `static/print/seal.css`; the foot of papers leaves room for it.
    """

    page: int = 0
    right: float = 15
    bottom: float = 6.4
    width: float = 62
    height: float = 13.4


def problem() -> SealingUnavailable | None:
    """Why nothing can be sealed now; nothing when it can."""
    try:
        usable()
    except SealingUnavailable as error:
        return error
    return None


def seal_pdf(data: bytes, *, reason: str, language: str, stamp: Stamp | None = None) -> bytes:
    """The same PDF with the organisation's seal; `SealingUnavailable` says why it cannot be.

    Call it outside any transaction. With TIMESTAMP_URL the moment is confirmed by that server.
    """
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 -- slow to import
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko.sign.timestamps import TimestampRequestError  # noqa: PLC0415

    certificate, key = usable()
    now = timezone.localtime()
    organisation = letterhead()
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    with translation.override(language):
        metadata = signers.PdfSignatureMetadata(
            field_name="Seal",
            md_algorithm="sha256",
            reason=reason,
            location=str(organisation.place) or None,
            name=certificate.subject,
            subfilter=fields.SigSeedSubFilter.PADES,
            # The paper is ready: later only further signatures may be added to it.
            certify=True,
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        )
        place, style = None, None
        if stamp:
            place = _place(writer, stamp)
            picture = html_to_pdf(_stamp_html(certificate, organisation, now), variant=None)
            style = _style(picture)
        field = fields.SigFieldSpec(
            "Seal",
            on_page=stamp.page if stamp else 0,
            box=place,
            readable_field_name=_("Electronic seal: %(name)s") % {"name": certificate.subject},
        )
    signer = signers.PdfSigner(
        metadata,
        signer=_signer(certificate, key),
        timestamper=_timestamper(),
        stamp_style=style,
        new_field_spec=field,
    )
    try:
        # In a thread of its own: the library begins an event loop, the caller may run one.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(signer.sign_pdf, writer).result().getvalue()
    except (TimestampRequestError, OSError, HTTPException, ValueError) as error:
        if settings.TIMESTAMP_URL:
            raise SealingUnavailable(NO_TIME, error=str(error)) from error
        raise


def _signer(certificate: Certificate, key):
    from asn1crypto import keys, pem, x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    secret = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    chain = SimpleCertificateStore()
    for _kind, _headers, der in (
        pem.unarmor(certificate.chain.encode(), multiple=True) if (certificate.chain) else []
    ):
        chain.register(x509.Certificate.load(der))
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.der),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=chain,
    )


def _timestamper():
    if not settings.TIMESTAMP_URL:
        return None
    from asn1crypto import tsp  # noqa: PLC0415
    from pyhanko.sign.timestamps import TimeStamper  # noqa: PLC0415

    class TimeServer(TimeStamper):
        async def async_request_tsa_response(self, req):
            request = Request(  # noqa: S310 -- an address of the administrator's own
                settings.TIMESTAMP_URL,
                req.dump(),
                {"Content-Type": "application/timestamp-query"},
            )
            with urlopen(request, timeout=20) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(LONGEST_ANSWER))

    return TimeServer()


# The visible stamp --------------------------------------------------------------------------


def _place(writer, stamp: Stamp) -> tuple[int, int, int, int]:
    """The stamp's corners on its page, in points."""
    page, _resources = writer.find_page_for_modification(stamp.page)
    x1, y1, x2, _y2 = (float(number) for number in page.get_object()["/MediaBox"])
    right, bottom = x2 - stamp.right * POINTS, y1 + stamp.bottom * POINTS
    left, top = right - stamp.width * POINTS, bottom + stamp.height * POINTS
    return round(left), round(bottom), round(right), round(top)


def _stamp_html(certificate, organisation, now: datetime.datetime) -> str:
    full = str(organisation.name)
    return render_to_string(
        "print/seal.html",
        {
            # The short name where the full one would be cut.
            "organisation": full if len(full) <= ONE_LINE else organisation.short_name or full,
            "certificate": certificate,
            "sealed": date_and_time(now),
            "until": numeric(certificate.valid_until),
            "language": translation.get_language(),
        },
    )


def _style(picture: bytes):
    """What is drawn in the stamp's place: a page of its own, its letters embedded."""
    from pyhanko.pdf_utils.content import PdfContent  # noqa: PLC0415
    from pyhanko.pdf_utils.layout import AxisAlignment as Align  # noqa: PLC0415
    from pyhanko.pdf_utils.layout import (  # noqa: PLC0415
        BoxConstraints,
        Margins,
        SimpleBoxLayoutRule,
    )
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415

    class Picture(PdfContent):
        def render(self) -> bytes:
            reader = PdfFileReader(io.BytesIO(picture))
            page = self._ensure_writer.import_page_as_xobject(reader)
            self.resources.xobject["/Stamp"] = page
            x1, y1, x2, y2 = page.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(x2 - x1), height=abs(y2 - y1))
            return b"/Stamp Do"

    rule = partial(SimpleBoxLayoutRule, margins=Margins.uniform(0))
    layout = rule(x_align=Align.ALIGN_MID, y_align=Align.ALIGN_MID)
    return StaticStampStyle(border_width=0, background=Picture(), background_layout=layout)
