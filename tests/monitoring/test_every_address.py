"""Every address of scored assessments, asked by everybody."""

import pytest
from django.db import transaction

from tests.monitoring import walking

pytestmark = pytest.mark.django_db

def test_gen(client, agency, runner, stranger, monkeypatch):
    monkeypatch.setattr("common.printing.html_to_pdf", lambda html, **how: b"%PDF-1.4")
    world = walking.told(agency, runner, stranger)
    for name in walking.READERS:
        client.force_login(getattr(world, name))
        for where in walking.addresses():
            got = []
            for ask in (client.get, client.post):
              with transaction.atomic():
                try:
                    got.append(ask(world.at(where)).status_code)
                except Exception as e:
                    got.append(repr(e)[:80])
                transaction.set_rollback(True)
            print("GEN", name, where, *got, flush=True)
