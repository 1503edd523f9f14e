"""Measure how marks are saved in the database of the environment; started by bench.py.

A campaign of 2,000 people, 20 indicators and four members. One mark saved, as the browser sends it,
beside the bare page (G9); and four members at once, each in a process of their own, beside one of
them alone: marks a second of the clock. Members hold only their own sheet, so four of them should
save as many as the machine has hands for.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bench_results
import bench_server
import bench_worker

ROOT = bench_results.ROOT
TIMES, MARKS = 20, 150


class Member:
    """A process in which one member saves marks, one after another."""

    def __init__(self, username: str):
        words = [sys.executable, __file__, "--member", username]
        self.process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, marks: int) -> None:
        """Let it save so many."""
        self.process.stdin.write(f"{marks}\n")
        self.process.stdin.flush()

    def told(self) -> dict[str, float]:
        """CPU and seconds of the clock that they took."""
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a member's process ended")
        return json.loads(line)

    def save(self, marks: int) -> dict[str, float]:
        self.begin(marks)
        return self.told()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(20)


class Desk(bench_worker.Server):
    """What runs in that process: the application, asked without the socket."""

    def __init__(self, username: str):
        super().__init__("ours", username)
        from monitoring.models import Sheet

        self.sheet = Sheet.objects.get(member__person__user__username=username)
        rows = self.sheet.marks.order_by("pk").values_list("participant", "indicator", "revision")
        self.cells = [[f"{person}:{column}", base] for person, column, base in rows[: 4 * MARKS]]
        self.turn = 0

    def mark(self) -> None:
        """One click: the cell changes, its revision grows."""
        cell = self.cells[self.turn % len(self.cells)]
        self.turn += 1
        item = {
            "uuid": str(uuid.uuid4()),
            "cell": cell[0],
            "value": {"value": 1 + self.turn % 5},
            "base": cell[1],
            "at": datetime.now(UTC).isoformat(),
        }
        body = json.dumps({"items": [item]}).encode()
        told = json.loads(self.ask(f"/monitoring/sheets/{self.sheet.uid}/marks/", body))
        if told["results"][0]["status"] != "saved":
            raise RuntimeError(told)
        cell[1] += 1

    def serve(self) -> None:
        for line in sys.stdin:
            begun, spent = time.monotonic(), bench_worker.cpu()
            for _mark in range(int(line)):
                self.mark()
            seconds = {"cpu": bench_worker.cpu() - spent, "clock": time.monotonic() - begun}
            print(json.dumps(seconds), flush=True)


def at_once(members: list[Member], pairs: int) -> None:
    """Four at once beside one alone, by turns: marks a second of the clock."""
    for one in members:
        one.save(TIMES)
    found = []
    for _pair in range(pairs):
        for one in members:
            one.begin(MARKS)
        begun = time.monotonic()
        for one in members:
            one.told()
        together = len(members) * MARKS / (time.monotonic() - begun)
        found.append((together, MARKS / members[0].save(MARKS)["clock"]))
    ratios = sorted(a / b for a, b in found)
    bench_server.tell(
        "G9 marks of four members at once / of one alone",
        0,
        ratio=round(median(ratios), 2),
        pairs=pairs,
        spread=[round(ratios[0], 2), round(ratios[-1], 2)],
        ours=round(median(a for a, _b in found)),
        other=round(median(b for _a, b in found)),
        unit="marks/s",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--member", help="be the process of this member")
    options = parser.parse_args()
    if options.member:
        Desk(options.member).serve()
        return
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
    import django

    django.setup()
    from django.db import connections

    from people.models import User

    campaign = bench_results.fill(options.people, is_open=True)
    names = []
    for member in campaign.members.select_related("person"):
        names.append(f"{campaign.kind.code}-{member.pk}")
        User.objects.create_user(names[-1], person=member.person)
    connections.close_all()
    members = [Member(name) for name in names]
    place = SimpleNamespace(environment=dict(os.environ))
    try:
        with bench_server.Server("bare", place) as bare:
            bench_server.by_turns(
                "G9 one mark saved",
                0.5,
                lambda: members[0].save(TIMES)["cpu"] / TIMES,
                lambda: bare.cpu("/documents/"),
                pairs=options.pairs,
            )
        at_once(members, options.pairs)
    finally:
        for one in members:
            one.end()


if __name__ == "__main__":
    main()
