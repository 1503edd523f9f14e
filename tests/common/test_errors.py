"""Errors told to a server that collects them: the fault arrives, nothing personal does."""

import gzip
import http.server
import os
import subprocess
import sys
import threading

import brotli
import pytest
from django.conf import settings as house

RAISE = """
import logging, django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
import qms.start
import qms.views.session as session
from django.test import Client

def broken(self, request):
    password = request.POST["password"]
    raise RuntimeError("fault with " + password)

qms.start.is_open = lambda: False
session.SignIn.get = session.SignIn.post = broken
from qms.urls import urlpatterns
client = Client(raise_request_exception=False)
client.cookies["other"] = "geheim-cookie"
answer = client.post(
    "/sign-in/?code=geheim-query", {"username": "geheim-name", "password": "geheim-word"},
    headers={"X-Request-ID": "number-12345", "Authorization": "geheim-header"},
    REMOTE_ADDR="203.0.113.77",
)
logging.getLogger("x").error("letter to %s refused", "geheim@example.kg")
import sentry_sdk
sentry_sdk.flush(10)
print(answer.status_code)
"""


@pytest.fixture
def collector():
    """A server that keeps what it is sent."""
    got = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding")
            unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(packed, bytes)
            body = unpack(body)
            got.append(body.decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], got
        server.shutdown()
        thread.join(10)


def test_a_fault_arrives_without_whose_it_was(collector, tmp_path):
    port, got = collector
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    run = subprocess.run(
        [sys.executable, "-c", RAISE],
        env=clean
        | {
            "DJANGO_SETTINGS_MODULE": "qms.settings",
            "SAPAT_VAR": str(tmp_path),
            "DEBUG": "1",  # style sheets by their plain names: nothing was collected here
            "SENTRY_DSN": f"http://public@127.0.0.1:{port}/1",
        },
        cwd=house.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stdout.strip() == "500", run.stderr

    sent = "\n".join(got)
    assert "RuntimeError" in sent
    assert "broken" in sent
    assert "letter to %s refused" in sent
    assert "number-12345" in sent
    for personal in ("geheim-", "geheim@", "203.0.113.77", "sign-in/?"):
        assert personal not in sent
