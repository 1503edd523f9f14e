"""The health page: four parts, 503 when one is broken."""

from datetime import timedelta

import pytest
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
    }


def test_a_silent_worker_is_reported(client):
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(minutes=5))

    response = client.get("/healthz")

    assert response.status_code == 503
    assert "last sign of life" in response.json()["worker"]


@pytest.mark.parametrize("part", ["database", "queue", "storage"])
def test_a_broken_part_is_named(client, monkeypatch, part):
    def broken():
        raise OSError("no")

    monkeypatch.setitem(health.CHECKS, part, broken)
    heartbeat()

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()[part] == "OSError"
    assert response.json()["worker"] == "ok"
