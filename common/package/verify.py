"""Verifies this folder: every file by its hash, the journal by its chain and its daily seals.

    python3 verify.py [folder]

It needs nothing but Python 3, reads only, and asks no network. It speaks Kyrgyz, Russian and
English. Exit status 0: all of it holds, as far as this folder alone can tell.
"""

import hashlib
import json
import sys
import unicodedata
from pathlib import Path

CHUNK = 1024 * 1024
SUMS = "SHA256SUMS"
#: What systems leave in a folder that somebody has looked at.
LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}
#: A folder that Windows makes on a stick; what macOS writes beside a file on it begins so.
LEFT_FOLDER, BESIDE = "System Volume Information", "._"
WORDS = {
    "missing": (
        "Файл жок: {name}",
        "Файла нет: {name}",
        "File is missing: {name}",
    ),
    "changed": (
        "Файл өзгөртүлгөн: {name}",
        "Файл изменён: {name}",
        "File was changed: {name}",
    ),
    "added": (
        "Файл тизмеде жок, кийин кошулган: {name}",
        "Файла нет в списке, он добавлен позже: {name}",
        "File is not in the list, it was added: {name}",
    ),
    "altered": (
        "Журналдын {row}-сабы өзгөртүлгөн.",
        "Строка {row} журнала изменена.",
        "Row {row} of the journal was altered.",
    ),
    "gap": (
        "Журналдын {last}-сабынан кийин {row}-сап турат.",
        "После строки {last} журнала идёт строка {row}.",
        "After row {last} of the journal comes row {row}.",
    ),
    "broken": (
        "Журналдын {row}-сабы {last}-сапты улабайт.",
        "Строка {row} журнала не продолжает строку {last}.",
        "Row {row} of the journal does not continue row {last}.",
    ),
    "sealed": (
        "{row}-сап пломбаланган сап эмес: {name}.",
        "Строка {row} – не та, что была опломбирована: {name}.",
        "Row {row} is not the one that was sealed: {name}.",
    ),
    "seal": (
        "{name} пломбасы мурункусун улабайт.",
        "Пломба {name} не продолжает предыдущую.",
        "Seal {name} does not continue the one before it.",
    ),
    "faults": (
        "{name}: каталар – {count}",
        "{name}: нарушений – {count}",
        "{name}: faults – {count}",
    ),
    "no_sums": (
        "SHA256SUMS файлы жок: файлдар текшерилген жок.",
        "Нет файла SHA256SUMS: файлы не проверены.",
        "There is no file SHA256SUMS: the files were not verified.",
    ),
    "compare": (
        "Бул программа файлдарды ушул эле папкадагы тизме менен салыштырат. Тизменин өзү "
        "алмаштырылбаганын билүү үчүн төмөнкү санды уюмдун Sapat тутумундагы текшерүү "
        "барагында турган сан менен салыштырыңыз:",
        "Программа сравнивает файлы со списком из этой же папки. Чтобы знать, что сам список не "
        "подменён, сравните это число с тем, что стоит на странице проверки в Sapat организации:",
        "This program compares the files with a list in the same folder. To know that the list "
        "itself was not replaced, compare this number with the one on the page of the inspection "
        "in the Sapat of the organisation:",
    ),
}


def say(key, **values):
    """A sentence in the three languages, one below the other."""
    return "\n  ".join(words.format(**values) for words in WORDS[key])


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
    """Files that are missing, differ from the list, or are not in it."""
    listed = {SUMS}
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        told, _gap, name = line.partition("  ")
        listed.add(unicodedata.normalize("NFC", name))
        path = folder / name
        if not path.is_file():
            yield say("missing", name=name)
        elif sha256_of(path) != told:
            yield say("changed", name=name)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_known = unicodedata.normalize("NFC", name) in listed or is_left(path, name, listed)
        if (path.is_symlink() or not path.is_dir()) and not is_known:
            yield say("added", name=name)


def is_left(path, name, listed):
    """Whether a system left it there: by its name, or beside a file or folder of the list."""
    if path.name in LEFT_BY_SYSTEMS or name.startswith(LEFT_FOLDER + "/"):
        return True
    place, _slash, own = unicodedata.normalize("NFC", name).rpartition("/")
    if not own.startswith(BESIDE):
        return False
    twin = (place + "/" if place else "") + own[len(BESIDE) :]
    return twin in listed or any(one.startswith(twin + "/") for one in listed)


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
            yield say("altered", row=number)
        if before is not None:
            last, last_hash = before
            if number != last + 1:
                yield say("gap", last=last, row=number)
            elif facts["previous"] != last_hash:
                yield say("broken", last=last, row=number)
        for name, sealed in seals.get(number, ()):
            if sealed != told:
                yield say("sealed", row=number, name=name)
        before = number, told


def read_seals(folder):
    """The seals by the row they name, and what is wrong among themselves."""
    seals, faults, before = {}, [], None
    for path in sorted((folder / "journal" / "seals").glob("seal-*.json")):
        data = path.read_bytes()
        told = json.loads(data)
        if before and told["seal"] == before[0] + 1 and told["previous_seal"] != before[1]:
            faults.append(say("seal", name=path.name))
        seals.setdefault(told["rows"], []).append((path.name, told["hash"]))
        before = told["seal"], hashlib.sha256(data).hexdigest()
    return seals, faults


def tell(words):
    """A line of what was found."""
    sys.stdout.write(words + "\n")


def main(folder):
    """Say what was found; how many faults there are."""
    faults = 0
    if not (folder / SUMS).is_file():
        faults = 1
        tell(say("no_sums"))
    for name, check in ((SUMS, check_files), ("journal/journal.jsonl", check_journal)):
        if not (folder / name).is_file():
            continue
        found = list(check(folder))
        for fault in found:
            tell(fault)
        tell(say("faults", name=name, count=len(found)) if found else f"{name}: OK")
        faults += len(found)
    if (folder / SUMS).is_file():
        tell("\n  " + say("compare"))
        tell(f"\n  SHA-256 (SHA256SUMS): {sha256_of(folder / SUMS)}")
    return faults


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    asked = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    sys.exit(1 if main(asked) else 0)
