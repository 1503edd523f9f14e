"""How the installation is: database, queue, worker, storage, as JSON for whoever watches it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.backup import marker
from common.models import Heartbeat
from common.storage import files
from qms.celery import app

CLOCKS_APART = timedelta(seconds=10)


def database() -> None:
    """It answers and its tables are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM common_heartbeat LIMIT 1")


def queue() -> None:
    """A message could be left: the broker answers, or its folder can be written."""
    if settings.REDIS_URL:
        with app.connection_for_write() as link:
            link.ensure_connection(max_retries=0, timeout=2)
    else:
        _write_and_remove(settings.QUEUE / "messages")


def worker() -> None:
    """It gave a sign of life in the last two minutes."""
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        raise RuntimeError("no sign of life yet")
    # One from the future is no sign either: somebody set a clock back.
    if abs(timezone.now() - beat.at) > timedelta(minutes=2):
        raise RuntimeError(f"last sign of life {beat.at:%Y-%m-%d %H:%M:%S} UTC")


def storage() -> None:
    """A file can be kept where files are kept."""
    store, name = files(), f".health-{uuid.uuid4().hex}"
    with store.fresh() as file:
        file.write(b"ok")
        store.adopt(file, name)
    store.delete(name)


def clock() -> None:
    """This machine's and the database's agree: what several machines write follows each other."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(timezone.now() - cursor.fetchone()[0])
    if apart > CLOCKS_APART:
        raise RuntimeError(f"{apart.total_seconds():.0f} s from the clock of the database")


def _write_and_remove(folder) -> None:
    path = folder / f".new-health-{uuid.uuid4().hex}"
    path.write_bytes(b"ok")
    path.unlink()


CHECKS = {
    "database": database,
    "queue": queue,
    "worker": worker,
    "storage": storage,
    "clock": clock,
}


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 with every part "ok", or 503 saying which part is broken."""
    parts = {}
    if marker.half_restored():
        parts["restore"] = "begun and not ended; give the command restore again"
    for name, check in CHECKS.items():
        try:
            check()
            parts[name] = "ok"
        except Exception as error:
            parts[name] = str(error) if isinstance(error, RuntimeError) else type(error).__name__
    healthy = all(state == "ok" for state in parts.values())
    body = {"status": "ok" if healthy else "broken", **parts}
    response = JsonResponse(body, status=200 if healthy else 503)
    # Whoever watches this page knows; the log need not repeat it every few seconds.
    response._has_been_logged = True
    return response
