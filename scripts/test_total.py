"""The last lines of "make test": what failed, and how many tests passed in all its runs."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree


def main() -> None:
    status, now, folder = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    passed = failed = skipped = 0
    for path in sorted(folder.glob("*.xml")):
        for suite in ElementTree.parse(path).iter("testsuite"):
            count = {
                name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
            }
            bad = count["failures"] + count["errors"]
            failed += bad
            skipped += count["skipped"]
            passed += count["tests"] - bad - count["skipped"]
    if status:
        failed = max(failed, 1)
        print(f"FAILED at: {now}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")


if __name__ == "__main__":
    main()
