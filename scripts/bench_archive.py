"""The measurements of an old archive: 100,000 records and 20,000 items of minutes beside a tenth.

bench.py asks for them; alone:  python scripts/bench_archive.py --rows 100000
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from bench_places import Place, make_places, static_files
from bench_server import Server, by_turns

#: What is opened of each list: its first record.
ONE = {
    "record": ("/records/", r'href="(/records/\d+/)"'),
    "meeting": ("/year/meetings/", r'href="(/year/meetings/\d+/)"'),
    "decision": ("/year/decisions/", r'href="(/year/decisions/\d+/)"'),
}
LISTS = {
    "records": "/records/",
    "records of a year": "/records/?state=stored&year=2025",
    "records of a case": "/records/?case=01-05",
    "records, term ends": "/records/?expiring=true",
    "records by their case": "/records/?sort=case",
    "records with words": "/records/?q=архивди сактоо",
    "records, a later page": "/records/?page=150",
    "term is over": "/records/expiring/",
    "meetings": "/year/meetings/",
    "protocols": "/year/protocols/",
    "decisions": "/year/decisions/",
    "late decisions": "/year/decisions/?state=late",
    "decisions with words": "/year/decisions/?q=архивди сактоо",
    "items of agendas": "/year/meetings/agenda/items/",
    "home": "/",
    "my work": "/work/",
}


def measure(small: Place, large: Place, who: str, pairs: int) -> None:
    """Each page at both sizes: SQL that does not grow, CPU beside CPU."""
    with Server("ours", small, who) as few, Server("ours", large, who) as many:
        pages = {name: (address, address) for name, address in LISTS.items()}
        for name, (address, mark) in ONE.items():
            found = [
                re.search(mark, one.ask(queries=address, html=True)["html"]) for one in (few, many)
            ]
            if all(found):
                pages[f"one {name}"] = tuple(one[1] for one in found)
        for name, (here, there) in pages.items():
            goal = f"archive, {who}, {name}, {large.rows}/{small.rows}"
            asked = [few.ask(queries=here)["queries"], many.ask(queries=there)["queries"]]
            by_turns(
                goal,
                1.3,
                lambda there=there: many.cpu(there),
                lambda here=here: few.cpu(here),
                pairs=pairs,
                queries=asked,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sapat-archive-") as name:
        folder = Path(name)
        static_files(folder)
        sizes = [options.rows // 10, options.rows]
        small, large = make_places(folder, sizes, "archive").values()
        for who in ("bench", "bench_staff"):
            measure(small, large, who, options.pairs)


if __name__ == "__main__":
    main()
