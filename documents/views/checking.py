"""“Check a document”: the door for who has a PDF or a code, but no QR code to point at (7.5.3).

A chosen file is hashed in the browser and only its fingerprint arrives; without script the server
hashes the file as it arrives and keeps nothing of it. Nothing more is told than behind the QR
code: whoever has the file is led to the very page.
"""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from common.models import Attachment
from documents.forms.checking import CodeForm
from documents.models.signable import Signable
from documents.models.signature_file import PAPER
from documents.signables import models

from .fingerprint import Fingerprint, answers
from .verification import find, judge

SHA256 = re.compile(r"[0-9a-f]{64}")
TOKEN = re.compile(r"[0-9a-f]{32}")


# Changes nothing and knows no reader, so a forged question can do no harm.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class CheckPaper(View):
    """Leads to the page of the paper that a file or a code belongs to, or says there is none."""

    def get(self, request):
        return self.page(request)

    def post(self, request):
        reader = Fingerprint(settings.MAX_UPLOAD, [])
        request.upload_handlers = [reader]
        request.FILES  # noqa: B018 -- reading it is what sends the file through the handler
        if "code" in request.POST:
            return self.by_code(CodeForm(request.POST))
        digest = request.POST.get("sha256", "")
        if not SHA256.fullmatch(digest):
            digest = reader.digest
        if not digest or reader.is_too_big:
            return self.page(request, status=422, checked=reader.verdict())
        return self.by_file(digest, request.POST.get("mark", "") or reader.mark)

    def by_code(self, form):
        if not form.is_valid():
            return self.page(self.request, status=422, form=form)
        return HttpResponseRedirect(reverse("verify", args=[form.cleaned_data["code"]]))

    def by_file(self, digest: str, mark: str):
        found = kept_with(digest) or print_of(mark)
        if found is None:
            return self.page(self.request, checked=unknown_file() | {"digest": digest})
        paper, answer = found
        # What was altered here speaks for no file.
        if judge(paper).is_genuine:
            level = messages.SUCCESS if answer == "genuine" else messages.WARNING
            messages.add_message(self.request, level, answers()[answer]["text"])
        return HttpResponseRedirect(reverse("verify", args=[paper.token]))

    def page(self, request, *, status=200, **context):
        context = {"title": _("Check a document"), "form": CodeForm()} | context
        response = render(request, "documents/check.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response


def kept_with(digest: str) -> "tuple[Signable, str] | None":
    """The paper whose kept file has this fingerprint, with its seal or before it."""
    kinds = ContentType.objects.get_for_models(*models()).values()
    papers = Attachment.objects.filter(kind=PAPER, content_type__in=kinds)
    if kept := papers.filter(blob__sha256=digest).first():
        return kept.owner, "genuine"
    if bare := papers.filter(seal__content_sha256=digest).first():
        return bare.owner, "unsealed"
    return None


def print_of(mark: str) -> "tuple[Signable, str] | None":
    """The paper that a print for use says it is of."""
    paper = find(mark) if TOKEN.fullmatch(mark) else None
    return (paper, "print") if paper and judge(paper).is_genuine else None


def unknown_file() -> dict:
    """What is honestly said of a file that is not kept: nothing proves it, nor what it is."""
    return {
        "tone": "red",
        "text": _(
            "No such file is kept here: it was altered, or it is a scan, a reprint or another "
            "house's document. Use the QR code printed on it, or the code below that."
        ),
    }
