"""The queue: Redis in production, plain files in the embedded installation."""

import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")

# A first try on a fresh machine often runs as root; a deployment does not.
warnings.simplefilter("ignore", SecurityWarning)

from . import (  # noqa: E402
    filequeue,  # noqa: F401 -- it names the transport of the embedded queue
    tasklog,  # noqa: F401 -- it listens to the signals of tasks
)

app = Celery("qms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
