"""The measurements of the search, on documents of twenty pages: indexing, the page, the register.

bench.py asks for them; alone:  python scripts/bench_search.py --rows 2000
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_places import ROOT, Place, make_places, static_files
from bench_server import Server, by_turns, tell

PAGES = 20
#: A word of nearly every text, one of few, a title, a code.
RARE, TITLE = "архив", "архивди сактоо"


def measure(place: Place, rows: int) -> None:
    """Fill the place with long texts, index them, search."""
    words = f"--documents {rows} --people 30 --pages {PAGES} --seed 7".split()
    place.manage("make_load", *words)
    before, cpu = time.monotonic(), children_cpu()
    said = subprocess.run(
        [sys.executable, "manage.py", "reindex"],
        env=place.environment, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    records = int(re.match(r"(\d+) records", said.stdout).group(1))
    seconds, cpu = time.monotonic() - before, children_cpu() - cpu
    tell(
        "indexing",
        0,
        ratio=round(records / seconds, 1),
        pairs=1,
        spread=[],
        documents=rows,
        seconds=round(seconds),
        a_second_of_cpu=round(records / cpu, 1),
        unit=f"records/s of {PAGES} pages",
    )
    with Server("ours", place) as ours, Server("bare", place) as bare:
        frequent = ours.ask(frequent=True)["word"]
        pages = {
            "search, a code": "/search/?q=БЖ-00001",
            "search, a title": f"/search/?q={TITLE}",
            "search, a word of most texts": f"/search/?q={frequent}",
            "register, a word of most texts": f"/documents/?q={frequent}",
            "box under Ctrl-K": f"/search/quick/?q={TITLE[:9]}",
        }
        for name, address in pages.items():
            asked = ours.ask(queries=address)
            tell(f"SQL, {name}", 12, ratio=asked["queries"], pairs=1, spread=[], unit="SQL")
            by_turns(
                f"G1 {name} / bare page",
                2.0,
                lambda address=address: ours.cpu(address),
                lambda: bare.cpu("/documents/"),
                pairs=5,
            )


def children_cpu() -> float:
    """CPU seconds of the processes that ended, without those of the database."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sapat-search-") as name:
        folder = Path(name)
        static_files(folder)
        (place,) = make_places(folder, [3]).values()
        measure(place, options.rows)


if __name__ == "__main__":
    main()
