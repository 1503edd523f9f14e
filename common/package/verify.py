"""Verifies this folder: every file by its hash, the journal by its chain and its daily seals.

    python3 verify.py [folder]

It needs nothing but Python 3, reads only, and asks no network. Exit status 0: all of it holds.
"""

import hashlib
import json
import sys
from pathlib import Path

CHUNK = 1024 * 1024


def sha256_of(path):
    """The hash of a file, read piece by piece."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def digest(facts):
    """The hash of a row: SHA-256 of its facts as JSON, keys sorted, no spaces, UTF-8."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_files(folder):
    """Files that are missing or differ from SHA256SUMS."""
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        told, _gap, name = line.partition("  ")
        path = folder / name
        if not path.is_file():
            yield f"File is missing: {name}"
        elif sha256_of(path) != told:
            yield f"File was changed: {name}"


def rows_of(folder):
    """The rows of the journal, one after the other."""
    with (folder / "journal" / "journal.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["facts"], row["hash"]


def check_journal(folder):
    """Rows that were altered, removed or put in; seals that the chain does not fit."""
    seals, faults = read_seals(folder)
    yield from faults
    before = None
    for facts, told in rows_of(folder):
        number = facts["number"]
        if digest(facts) != told:
            yield f"Row {number} of the journal was altered."
        if before is not None:
            last, last_hash = before
            if number != last + 1:
                yield f"After row {last} of the journal comes row {number}."
            elif facts["previous"] != last_hash:
                yield f"Row {number} of the journal does not continue row {last}."
        for name, sealed in seals.get(number, ()):
            if sealed != told:
                yield f"Row {number} is not the one that was sealed: {name}."
        before = number, told


def read_seals(folder):
    """The seals by the row they name, and what is wrong among themselves."""
    seals, faults, before = {}, [], None
    for path in sorted((folder / "journal" / "seals").glob("seal-*.json")):
        data = path.read_bytes()
        told = json.loads(data)
        if before and told["seal"] == before[0] + 1 and told["previous_seal"] != before[1]:
            faults.append(f"Seal {path.name} does not continue the one before it.")
        seals.setdefault(told["rows"], []).append((path.name, told["hash"]))
        before = told["seal"], hashlib.sha256(data).hexdigest()
    return seals, faults


def main(folder):
    """Say what was found; how many faults there are."""
    faults = 0
    for name, check in (("SHA256SUMS", check_files), ("journal/journal.jsonl", check_journal)):
        if not (folder / name).is_file():
            continue
        found = list(check(folder))
        for fault in found:
            sys.stdout.write(fault + "\n")
        sys.stdout.write(f"{name}: {'OK' if not found else f'{len(found)} faults'}\n")
        faults += len(found)
    return faults


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    asked = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    sys.exit(1 if main(asked) else 0)
