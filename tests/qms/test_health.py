"""The health page: five parts, 503 when one is broken."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from common.models import Heartbeat
from common.tasks import heartbeat
from qms.views import health

pytestmark = pytest.mark.django_db


@pytest.mark.core
def test_all_is_well_while_the_worker_beats(client):
    heartbeat()

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "queue": "ok",
        "worker": "ok",
        "storage": "ok",
        "clock": "ok",
    }


def test_a_silent_worker_is_reported(client):
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(minutes=5))

    response = client.get("/healthz")

    assert response.status_code == 503
    assert "last sign of life" in response.json()["worker"]


def test_a_sign_of_life_from_the_future_is_none(client):
    Heartbeat.objects.create(name="worker", at=timezone.now() + timedelta(hours=1))

    assert client.get("/healthz").status_code == 503


@pytest.mark.skipif(
    "sqlite" in settings.DATABASES["default"]["ENGINE"], reason="SQLite has no clock of its own"
)
@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_clock_that_was_set_is_reported(client, monkeypatch, minutes):
    heartbeat()
    real = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: real + timedelta(minutes=minutes))

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["clock"] == "300 s from the clock of the database"


@pytest.mark.parametrize("part", ["database", "queue", "storage", "clock"])
def test_a_broken_part_is_named(client, monkeypatch, part):
    def broken():
        raise OSError("no")

    monkeypatch.setitem(health.CHECKS, part, broken)
    heartbeat()

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()[part] == "OSError"
    assert response.json()["worker"] == "ok"
