"""Numbers for whoever watches; there is no such page without the token."""

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def metrics(request):
    """The text that Prometheus collects, for ``Authorization: Bearer METRICS_TOKEN``."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not secrets.compare_digest(
        given, settings.METRICS_TOKEN.encode()
    ):
        raise Http404
    from qms.metrics import page  # noqa: PLC0415 -- the library is loaded only where it is asked for

    return HttpResponse(page(), content_type="text/plain; version=0.0.4; charset=utf-8")
