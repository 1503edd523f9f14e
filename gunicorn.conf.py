"""What gunicorn does beside its command line: counts of a fresh start, no word about the server."""

import os
import shutil
from pathlib import Path

from gunicorn.http import wsgi

wsgi.SERVER = "Sapat"


def on_starting(server):
    """The counts of the processes before are of no process any more."""
    folder = Path(os.environ.get("SAPAT_VAR", "var")) / "metrics"
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)


def child_exit(server, worker):
    """What a gone process counted stays in the sums."""
    if os.environ.get("METRICS_TOKEN") or os.environ.get("METRICS_TOKEN_FILE"):
        from prometheus_client import multiprocess  # noqa: PLC0415 -- only where it counts

        multiprocess.mark_process_dead(worker.pid)
