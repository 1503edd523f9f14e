"""Settings of the processes that tests/qms/test_several.py starts: production, with quick ticks."""

import os
import signal
from pathlib import Path

from celery.signals import task_prerun

from qms.settings import *  # noqa: F403, TID251
from qms.settings import CELERY_BEAT_SCHEDULE, LIMITS, STORAGES, VAR  # noqa: TID251

STORAGES |= {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The accounts of the tests' factories.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LIMITS["verify"] = (LIMITS["verify"][0], 10, 3600)
for tick in CELERY_BEAT_SCHEDULE.values():
    if isinstance(tick["schedule"], int) and tick["schedule"] <= 300:
        tick |= {"schedule": 2, "options": {"expires": 20}}
del tick


@task_prerun.connect
def _hold(task=None, **kwargs):
    """A worker that finds the name of its task in the folder "hold" stops there, to be killed."""
    asked = VAR.parent / "hold" / task.name
    held = Path(f"{asked}-{os.getpid()}")
    try:
        asked.rename(held)
    except FileNotFoundError:
        return
    while True:
        signal.pause()
