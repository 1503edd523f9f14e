"""What a browser keeps for a place without network: the service worker and its quiet page."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

WORKER = "build/sw.js"
#: What the quiet page and every page that is kept are made of.
SHELL = ("build/app.css", "build/app.js", "build/queue.js", "build/icons.svg")
#: Pages that only hand out a file, and what watchmen ask: the worker has nothing to do there.
PAST = ("/files/", "/prints/", "/healthz", "/metrics")


def built() -> str:
    """The worker as the build made it; an installation keeps only names with hashes."""
    stored_name = getattr(staticfiles_storage, "stored_name", None)
    if stored_name is None:
        return Path(finders.find(WORKER)).read_text("utf-8")
    with staticfiles_storage.open(stored_name(WORKER)) as file:
        return file.read().decode()


@method_decorator(login_not_required, name="dispatch")
class ServiceWorker(View):
    """Its code, and what it has to know of this installation.

    With every version of the program some name in it is another, so the browser takes the new one.
    """

    def get(self, request):
        code = built()
        told = {
            "statics": settings.STATIC_URL,
            "shell": [static(name) for name in SHELL],
            "offline": reverse("offline"),
            "emblems": reverse("emblem", args=["x"]).removesuffix("x/"),
            "signOut": reverse("sign_out"),
            "token": reverse("offline_token"),
            "past": PAST,
        }
        version = hashlib.sha256((json.dumps(told) + code).encode()).hexdigest()[:12]
        etag = f'"{version}"'
        if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
            response = HttpResponseNotModified()
        else:
            known = json.dumps(told | {"version": version})
            response = HttpResponse(
                f"self.SAPAT = {known};\n{code}", content_type="text/javascript; charset=utf-8"
            )
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        response["Service-Worker-Allowed"] = "/"
        return response


@method_decorator(login_not_required, name="dispatch")
class Offline(View):
    """What is shown instead of a page that was not kept, in every language of the house: it is
    kept before anybody has chosen one.
    """

    def get(self, request):
        said = []
        for code, _name in settings.LANGUAGES:
            with override(code):
                words = {"lang": code, "title": _("There is no network")}
                words["lead"] = _(
                    "This page cannot be shown now. What you have answered is kept on this device "
                    "and is sent by itself when the network is back."
                )
                words["again"] = _("Try again")
                said.append(words)
        context = {"title": _("There is no network"), "said": said}
        return render(request, "offline.html", context)


@method_decorator(login_not_required, name="dispatch")
class OfflineToken(View):
    """Who is signed in, and the token of forms: asked by the service worker before it sends what
    waits although no page of its own is open. Pages of other addresses cannot read it.
    """

    def get(self, request):
        user = request.user
        who = str(user.pk) if user.is_authenticated else ""
        response = JsonResponse({"who": who, "token": get_token(request)})
        response["Cache-Control"] = "no-store"
        return response
