"""What the clock asks the worker for: the worker knows it, and it runs."""

import subprocess
import sys

import pytest
from celery import current_app
from django.conf import settings

SCHEDULED = sorted({tick["task"] for tick in settings.CELERY_BEAT_SCHEDULE.values()})


def test_the_worker_knows_every_task_that_is_scheduled():
    """Asked of a process of its own, for here the tests themselves import the tasks."""
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from qms.celery import app; app.loader.import_default_modules(); print(*app.tasks)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert set(SCHEDULED) <= set(said.stdout.split())


# A backup looks at the database from outside of the transaction that a test is: test_backup.py.
@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in SCHEDULED if "backup" not in name])
def test_what_is_scheduled_runs_in_an_organisation_that_has_nothing_yet(name):
    current_app.loader.import_default_modules()

    current_app.tasks[name].apply(throw=True)
