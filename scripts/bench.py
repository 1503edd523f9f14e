"""Measure the goals G1-G9 and the chain for "manage.py bench": one line of JSON a goal.

What is compared is CPU time, ours and the bare page's by turns (A B A B …), and the median of the
ratios of the pairs: machines are noisy, ratios within one run are not. Everything happens in
databases of its own; nothing is judged here, the exit status is always 0.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench_places import ROOT, Place, make_places, static_files
from bench_server import Server, by_turns, tell

PAGE = "/documents/?per=50"


# Goals --------------------------------------------------------------------------------------


def g1(place: Place) -> None:
    """The register against the bare page of the same rows, columns and bytes."""
    with Server("ours", place) as ours, Server("bare", place) as bare:
        more = ours.ask(get=PAGE, times=1)["bytes"] - bare.ask(get="/documents/", times=1)["bytes"]
        bare.ask(fill=more)
        by_turns("G1", 2.0, lambda: ours.cpu(PAGE), lambda: bare.cpu("/documents/"))


def g2(places: dict[int, Place]) -> None:
    """How many SQL statements a register page takes, whatever there is."""
    counts = {}
    for rows, place in places.items():
        with Server("ours", place) as ours:
            for per in (25, 50, 100):
                asked = ours.ask(queries=f"/documents/?per={per}")
                counts[f"{rows} rows, {per} a page"] = asked["queries"]
    most, least = max(counts.values()), min(counts.values())
    tell("G2", 12, ratio=most, pairs=len(counts), spread=[least, most], counts=counts, unit="SQL")


def g3(places: dict[int, Place], rows: int, many: int) -> None:
    """More rows must not make a page slower."""
    with Server("ours", places[rows]) as ours, Server("ours", places[100]) as small:
        by_turns(f"G3 {rows}/100 rows", 1.3, lambda: ours.cpu(PAGE), lambda: small.cpu(PAGE))
        html = ours.ask(queries=PAGE, html=True)["html"]
        last = max(int(n) for n in re.findall(r"[?&;]page=(\d+)", html))
        end = f"{PAGE}&page={last - 1}"  # the last full one
        by_turns("G3 last/first page", 2.0, lambda: ours.cpu(end), lambda: ours.cpu(PAGE))
        if many in places:
            with Server("ours", places[many]) as huge:
                name = f"G3 {many}/{rows} rows"
                by_turns(name, 1.3, lambda: huge.cpu(PAGE), lambda: ours.cpu(PAGE))


def g4(place: Place) -> None:
    """A paper made by our code against WeasyPrint alone on the same HTML."""
    with Server("ours", place) as ours:
        by_turns(
            "G4",
            1.15,
            lambda: ours.ask(papers="ours", times=5)["cpu"],
            lambda: ours.ask(papers="raw", times=5)["cpu"],
        )


def g5(place: Place) -> None:
    """The request that sets a thousand letters going against a thousand bare enqueues."""
    with Server("ours", place) as ours:
        ours.ask(letters="make")
        both = [lambda kind=kind: ours.ask(letters=kind)["cpu"] for kind in ("ours", "bare")]
        by_turns("G5", 0.1, *both)
        mornings = ("digests", "rendered")
        both = [lambda kind=kind: ours.ask(letters=kind)["cpu"] for kind in mornings]
        by_turns("G5 morning letters", 2.5, *both, pairs=3)


def g6(place: Place) -> None:
    """A save with its history and its journal row against the plain save."""
    with Server("ours", place) as ours:
        by_turns(
            "G6",
            4.0,
            lambda: ours.ask(saves="deed", times=100)["cpu"],
            lambda: ours.ask(saves="plain", times=100)["cpu"],
        )


def chain(place: Place, rows: int) -> None:
    """How fast the journal is verified, in rows and megabytes a second of the clock."""
    place.manage("bench", "--trail", str(rows))
    with Server("ours", place) as ours:
        found = sorted((ours.ask(walk=True) for _ in range(3)), key=lambda walk: walk["seconds"])
    seconds = found[1]["seconds"]
    speed = [round(walk["rows"] / walk["seconds"]) for walk in reversed(found)]
    tell(
        "chain",
        0,
        rows=found[0]["rows"],
        ratio=round(found[0]["rows"] / seconds),
        pairs=3,
        spread=[speed[0], speed[-1]],
        megabytes_a_second=round(found[0]["bytes"] / 1e6 / seconds, 1),
        unit="rows/s",
    )


def g7(place: Place) -> None:
    """Bytes: a row of the register, and all that a first visit loads."""
    with Server("ours", place) as ours:
        few, many = (
            ours.ask(queries=f"/documents/?per={per}", html=True)["html"] for per in (25, 100)
        )
        row = (len(many.encode()) - len(few.encode())) / 75 / 1024
        tell("G7 row", 1.0, ratio=round(row, 2), pairs=1, spread=[], unit="kB of HTML a row")
        asked = dict.fromkeys(re.findall(r'(?:src|href)="/static/([^"#?]+)', few))
        folder = place.folder / "static"
        for style in [name for name in asked if name.endswith(".css")]:
            # Of the faces that a style sheet offers, a first visit loads those of the page's words.
            faces = re.findall(r"url\([\"']?([^)\"']+\.woff2)", (folder / style).read_text())
            asked |= dict.fromkeys(wanted_faces(style, faces))
        sizes = {"page": len(gzip.compress(few.encode()))}
        sizes |= {name: sent_size(folder / name) for name in asked}
        total = sum(sizes.values()) / 1024
        files = {name: round(size / 1024, 1) for name, size in sizes.items()}
        tell("G7 first load", 280, ratio=round(total), pairs=1, spread=[], files=files, unit="kB")
        tell("G7 requests", 8, ratio=len(sizes), pairs=1, spread=[], unit="requests")


def wanted_faces(style: str, faces: list[str]) -> list[str]:
    """The font files beside a style sheet, in two weights at most."""
    here = Path(style).parent
    named = dict.fromkeys(os.path.normpath(here / face) for face in faces)
    return list(named)


def sent_size(path: Path) -> int:
    """What goes over the wire: compressed where it is kept compressed."""
    packed = path.with_name(path.name + ".gz")
    return (packed if packed.exists() else path).stat().st_size


def g8(place: Place) -> None:
    """From the start to the first answer, and the memory then."""

    def started(kind: str, address: str) -> dict:
        with Server(kind, place) as server:
            server.ask(get=address, times=1)
            return server.ask(state=True)

    found: dict[str, list] = {"cpu": [], "rss": []}
    started("ours", PAGE), started("bare", "/documents/")
    for _ in range(5):
        ours, bare = started("ours", PAGE), started("bare", "/documents/")
        for key, kept in found.items():
            kept.append((ours[key], bare[key]))
    for goal, key, limit, scale, unit in (
        ("G8 start", "cpu", 4, 1000, "ms CPU"),
        ("G8 memory", "rss", 2, 1 / 1024, "MiB"),
    ):
        ratios = sorted(a / b for a, b in found[key])
        tell(
            goal,
            limit,
            ratio=round(median(ratios), 2),
            pairs=5,
            spread=[round(ratios[0], 2), round(ratios[-1], 2)],
            ours=round(median(a for a, _b in found[key]) * scale, 1),
            other=round(median(b for _a, b in found[key]) * scale, 1),
            unit=unit,
        )


def g9(place: Place) -> None:
    """Backup and rehearsal, beside plain copying."""
    words = [sys.executable, "scripts/bench_backup.py"]
    subprocess.run(words, cwd=ROOT, env=place.environment, check=True)


def script(name: str, place: Place) -> None:
    """A measurement with a script of its own: results of marks, an inspector's package."""
    words = [sys.executable, f"scripts/bench_{name}.py"]
    subprocess.run(words, cwd=ROOT, env=place.environment, check=True)


def archive(rows: int) -> None:
    """Records and minutes of many years."""
    words = [sys.executable, "scripts/bench_archive.py", "--rows", str(rows)]
    subprocess.run(words, cwd=ROOT, check=True)


def search(rows: int) -> None:
    """The search, on documents of twenty pages."""
    words = [sys.executable, "scripts/bench_search.py", "--rows", str(rows)]
    subprocess.run(words, cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--quick", action="store_true", help="without ten times as many rows")
    options = parser.parse_args()
    rows, many = options.rows, options.rows * 10
    sizes = sorted({3, 100, rows} | (set() if options.quick else {many}))
    with tempfile.TemporaryDirectory(prefix="sapat-bench-") as name:
        folder = Path(name)
        static_files(folder)
        places = make_places(folder, sizes)
        for goal in (
            lambda: g1(places[rows]),
            lambda: g2({size: places[size] for size in (3, 100, rows)}),
            lambda: g3(places, rows, many),
            lambda: g4(places[3]),
            lambda: g5(places[3]),
            lambda: places[3].manage("bench", "--staff", "5000"),  # G6: import
            lambda: g6(places[100]),
            lambda: chain(places[100], rows * 10),
            lambda: g7(places[rows]),
            lambda: g8(places[rows]),
            lambda: g9(places[rows]),
            lambda: script("results", places[3]),
            lambda: script("marks", places[3]),
            lambda: script("package", places[100]),
            lambda: archive(rows if options.quick else many),
            lambda: search(rows),
        ):
            try:
                goal()
            except Exception as error:
                print(json.dumps({"goal": "?", "error": repr(error)}), flush=True)


if __name__ == "__main__":
    main()
