"""Measure the inspector's package in the database of the environment; started by bench.py.

A hundred and a thousand documents in force with a paper of 100 kB each: documents a second, CPU
beside the plain zipping and hashing of the same papers, and how much memory grows. The sheets of
acquaintance are a paper each that is printed anew; they are measured apart, for the hundred.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = 100 * 1024
FEW = 100
SHEETS = "acquaintance"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=0)
    if wanted := parser.parse_args().documents:
        print(json.dumps(measure(wanted)), flush=True)
        return
    few, many = (in_process(count) for count in (FEW, 10 * FEW))
    costs = [one["ours"] / one["documents"] for one in (few, many)]
    told = {
        "goal": f"package {10 * FEW}/{FEW} documents",
        "ratio": round(costs[1] / costs[0], 2),
        "memory_grows_mib": [few["memory_grows_mib"], many["memory_grows_mib"]],
        "unit": "CPU a document",
    }
    print(json.dumps(told), flush=True)


def in_process(count: int) -> dict:
    """Measured in a process of its own, whose memory nothing else has moved."""
    words = [sys.executable, __file__, "--documents", str(count)]
    said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(said, end="", flush=True)
    return json.loads(said)


def measure(wanted: int) -> dict:
    """One package of so many documents; the sheets of acquaintance of a few."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
    import django

    django.setup()
    versions = fill(wanted)
    made(["certificates"])  # what is loaded once
    before = memory()
    kinds = [code for code in codes() if code != SHEETS]
    ours, cpu = made(kinds)
    grown = memory() - before
    plain = zipped(versions)
    told = {
        "goal": "package",
        "documents": len(versions),
        "documents_a_second": round(len(versions) / ours, 1),
        "documents_a_second_of_cpu": round(len(versions) / cpu, 1),
        "ratio": round(cpu / plain, 2),
        "ours": round(cpu, 2),
        "other": round(plain, 2),
        "unit": "s CPU",
        "memory_grows_mib": round(grown, 1),
    }
    if len(versions) <= FEW:
        _clock, sheets = made([SHEETS])
        told["sheets_a_second_of_cpu"] = round(len(versions) / sheets, 1)
    return told


def fill(wanted: int) -> list:
    """As many documents in force, each with a kept paper."""
    from common.models import Attachment, Blob
    from documents.models import DocumentVersion
    from documents.models.signature_file import PAPER
    from qms.sample.bulk import Bulk

    rows = DocumentVersion.objects.in_force().order_by("pk")
    seed = 11
    while rows.count() < wanted:
        Bulk(seed, readings=2).add(wanted - rows.count() + 10)
        seed += 1
    versions = list(rows[:wanted])
    rows.filter(pk__gt=versions[-1].pk).update(state="withdrawn")
    for version in versions:
        blob = Blob.store([os.urandom(SIZE)])
        Attachment.objects.create(
            owner=version, blob=blob, name=f"{version.pk}_ky.pdf", kind=PAPER, language="ky"
        )
    return versions


def codes() -> list[str]:
    from common import guests, package

    return [kind.code for kind in package.kinds_for(guests.parts())]


def made(kinds: list[str]) -> tuple[float, float]:
    """One package with these kinds: seconds of the clock and of the processor."""
    from common import guests
    from documents.inspection_tasks import make
    from documents.models import Inspection
    from people.models import User

    user = User.objects.first()
    inspection = Inspection.objects.create(
        who="Өлчөө", basis="–", parts=list(guests.parts()), shows_top=True, made_by=user.person
    )
    asked = inspection.ask_package(by=user, parts=kinds)
    asked.claim()
    begun, used = time.perf_counter(), time.process_time()
    make(asked)
    spent = time.perf_counter() - begun, time.process_time() - used
    asked.refresh_from_db()
    if asked.state != "ready" or asked.missing:
        raise SystemExit(f"the package is {asked.state}: {asked.fault}")
    return spent


def zipped(versions: list) -> float:
    """The same papers, hashed and put into a plain zip: seconds of the processor."""
    from common.models import Attachment

    used = time.process_time()
    with tempfile.NamedTemporaryFile() as file, zipfile.ZipFile(file, "w") as archive:
        for version in versions:
            data = Attachment.objects.of(version).first().blob.path.read_bytes()
            hashlib.sha256(data).hexdigest()
            archive.writestr(f"{version.pk}.pdf", data)
    return time.process_time() - used


def memory() -> float:
    """The most this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
