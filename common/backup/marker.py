"""The mark of a place that is only half restored: while it lies there, nothing is served."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def path() -> Path:
    return settings.VAR / "restoring"


def half_restored() -> bool:
    """Whether a restore began here and did not end."""
    return path().exists()


@contextmanager
def restoring(name: str) -> Iterator[None]:
    """The place is half restored until the block ends well."""
    path().parent.mkdir(parents=True, exist_ok=True)
    path().write_text(json.dumps({"set": name}))
    yield
    path().unlink()
