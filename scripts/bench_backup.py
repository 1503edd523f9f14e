"""Measure backup and rehearsal in the database of the environment; started by bench.py.

Beside each, by turns, the plain copying of the same database and files: what encryption, packing,
hashing, counting and verifying add. Wall time, because most of it waits for disks and programs.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PAIRS, FILES, MIB = 3, 100, 1024 * 1024


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
    import django

    django.setup()
    from django.conf import settings

    from common.models import Blob

    for _ in range(FILES):
        Blob.store([os.urandom(MIB)])
    taken, copied, restored = [], [], []
    facts: dict = {}
    with tempfile.TemporaryDirectory(dir=settings.VAR) as name:
        for number in range(PAIRS):
            place = Path(name, str(number))
            place.mkdir()
            settings.BACKUP_TO = [str(place / "backups")]
            taken.append(timed(lambda: facts.update(take())))
            copied.append(timed(lambda place=place: copy(place, settings.FILES_ROOT)))
            restored.append(timed(rehearse))
            shutil.rmtree(place)
    rows, size = facts["rows"], FILES
    tell("G9 backup / plain copy", taken, copied, rows, size)
    tell("G9 rehearsal / plain copy", restored, copied, rows, size)


def take() -> dict:
    from common.backup.taking import take

    check = take()
    if not check.is_good:
        raise SystemExit("; ".join(check.sentences))
    return check.facts


def rehearse() -> None:
    from common.backup.rehearsing import rehearse

    check = rehearse()
    if not check.is_good:
        raise SystemExit("; ".join(check.sentences))


def copy(place: Path, files: Path) -> None:
    """The database as its own program copies it, and the files, synced to the disk."""
    from common.backup import database

    database.picture(place / "database")
    shutil.copytree(files, place / "files")
    os.sync()


def timed(deed) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def tell(goal: str, ours: list[float], other: list[float], rows: int, size: int) -> None:
    ratios = sorted(a / b for a, b in zip(ours, other, strict=True))
    seconds = median(ours)
    said = {
        "goal": goal,
        "limit": None,
        "ratio": round(median(ratios), 2),
        "pairs": len(ratios),
        "spread": [round(ratios[0], 2), round(ratios[-1], 2)],
        "ours": round(seconds, 2),
        "other": round(median(other), 2),
        "unit": "s",
        "rows/s": round(rows / seconds),
        "MB/s": round(size / seconds, 1),
    }
    print(json.dumps(said, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
