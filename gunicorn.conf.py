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
