"""Server processes to measure, asked by turns, and the line that tells what came out."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

from bench_places import ROOT, Place

PAIRS, TIMES = 7, 10


class Server:
    """A server process: ours or the bare one."""

    def __init__(self, kind: str, place: Place, who: str = "bench"):
        self.process = subprocess.Popen(
            [sys.executable, "scripts/bench_worker.py", kind, who],
            cwd=ROOT,
            env=place.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **what) -> dict:
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a server process ended")
        return json.loads(line)

    def cpu(self, address: str) -> float:
        return self.ask(get=address, times=TIMES)["cpu"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


def tell(goal: str, limit: float, **said) -> None:
    """One line: the goal, its ratio beside its limit, and what it rests on."""
    print(json.dumps({"goal": goal, "limit": limit, **said}, ensure_ascii=False), flush=True)


def by_turns(
    goal: str, limit: float, ours, other, pairs: int = PAIRS, unit: str = "ms", **said
) -> None:
    """Measure A B A B …; the median of the pairwise ratios."""
    scale = 1000 if unit == "ms" else 1
    ours(), other()
    found = [(ours(), other()) for _ in range(pairs)]
    ratios = sorted(a / b for a, b in found)
    tell(
        goal,
        limit,
        ratio=round(median(ratios), 2),
        pairs=pairs,
        spread=[round(ratios[0], 2), round(ratios[-1], 2)],
        ours=round(median(a for a, _b in found) * scale, 1),
        other=round(median(b for _a, b in found) * scale, 1),
        unit=f"{unit} CPU" if unit == "ms" else unit,
        **said,
    )
