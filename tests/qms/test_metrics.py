"""Numbers for whoever watches: only for the token, names of pages and no addresses."""

import datetime
import os
import subprocess
import sys

import pytest
from django.conf import settings as house
from django.db import OperationalError
from django.utils import timezone

from common.models import Check, Heartbeat, Letter, Todo
from common.tasks import heartbeat
from tests import factories

pytestmark = pytest.mark.django_db
TOKEN = "for-the-watchman-only"


@pytest.fixture
def asked(client, settings, tmp_path, monkeypatch):
    """The page as Prometheus gets it: a row for each line."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    settings.METRICS_TOKEN = TOKEN

    def ask() -> dict[str, float]:
        page = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert page.status_code == 200
        rows = [r for r in page.content.decode().splitlines() if r and not r.startswith("#")]
        return {key: float(value) for key, _gap, value in (r.rpartition(" ") for r in rows)}

    return ask


@pytest.mark.core
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", TOKEN + "x", "Basic " + TOKEN])
@pytest.mark.parametrize("kept", ["", TOKEN])
def test_without_the_token_there_is_no_such_page(client, settings, given, kept):
    settings.METRICS_TOKEN = kept
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


@pytest.mark.core
def test_the_state_of_the_house(asked, agency, draft, in_force):
    heartbeat()
    Heartbeat.objects.update(at=timezone.now() - datetime.timedelta(seconds=90))
    with Check.running("chain"):
        pass
    with Check.running("chain") as check:
        check.find("It stopped: %(error)s", error="x")
    address = {"person": agency.staff.person, "address": "a@example.kg", "language": "ky"}
    for n, state in enumerate(["waiting", "sending", "failed", "sent"]):
        Letter.objects.create(key=str(n), subject="а", body="x", state=state, **address)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Todo.objects.ask([agency.staff.person], "probe", draft, due=yesterday)

    found = asked()

    assert found["sapat_database_up"] == 1
    assert found['sapat_letters{state="waiting"}'] == 2
    assert found['sapat_letters{state="failed"}'] == 1
    assert 90 <= found['sapat_heartbeat_age_seconds{name="worker"}'] < 150
    assert found['sapat_check_good{kind="chain"}'] == 0
    assert 0 <= found['sapat_check_age_seconds{kind="chain"}'] < 60
    assert found["sapat_journal_rows"] >= 3
    assert found["sapat_todos_late"] == 1
    assert found["sapat_queue_length"] >= 0


def test_a_database_that_is_away_is_a_number_too(asked, monkeypatch):
    def away(self):
        raise OperationalError("gone")

    monkeypatch.setattr("qms.metrics.House.from_tables", away)
    assert asked()["sapat_database_up"] == 0


@pytest.mark.core
def test_nothing_of_it_is_loaded_unless_it_is_asked_for(tmp_path):
    ask = (
        "import sys, django; django.setup(); from qms.wsgi import application;"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print([n for n in ('prometheus_client', 'sentry_sdk') if n in sys.modules])"
    )
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    run = subprocess.run(
        [sys.executable, "-c", ask],
        env=clean | {"DJANGO_SETTINGS_MODULE": "qms.settings", "SAPAT_VAR": str(tmp_path)},
        cwd=house.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stdout.strip() == "[]", run.stderr
    assert factories.PASSWORD not in run.stderr
