"""The queue: Redis in production, plain files in the embedded installation."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")

# A first try on a fresh machine often runs as root; a deployment does not.
warnings.simplefilter("ignore", SecurityWarning)

from . import (  # noqa: E402
    filequeue,  # noqa: F401 -- it names the transport of the embedded queue
    tasklog,  # noqa: F401 -- it listens to the signals of tasks
)


@worker_init.connect
def wait_for_the_restore(**kwargs):
    """The worker does not begin on a half-restored place; its keeper starts it again."""
    from common.backup import marker  # noqa: PLC0415 -- Django must be there first

    if marker.half_restored():
        raise SystemExit("A backup is being restored: the worker begins when it is back.")


app = Celery("qms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
