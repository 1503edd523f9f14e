"""Translations: compile the catalogues, bring them up to date, or check that they are complete.

compile  locale/*/LC_MESSAGES/*.po to .mo where the .mo is older (needs no gettext)
update   collect the program's words into the catalogues (makemessages)
check    every word of the program is in ky and ru, translated, and none is left over
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
MUST_BE_COMPLETE = ("ky", "ru")
# Folders that hold no words of ours.
APART = {
    ".git", ".venv", "node_modules", "var", "static", "tests", "scripts", "docs", "locale",
    "__pycache__",
}  # fmt: skip
SHOWN = 20
Key = tuple[str | None, str, str]


def compile_all() -> int:
    for po in LOCALE.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            # Written aside and renamed: a running server never reads half a file.
            fresh = mo.with_suffix(f".mo{os.getpid()}")
            polib.pofile(str(po)).save_as_mofile(str(fresh))
            fresh.replace(mo)
    return 0


def update(root: Path = ROOT, languages: tuple[str, ...] = ("ky", "ru")) -> int:
    options = ["--no-location", "--no-wrap", "--verbosity", "0"]
    chosen = [part for language in languages for part in ("--locale", language)]
    ignored = [part for name in sorted(APART - {"locale"}) for part in ("--ignore", name)]
    django = [sys.executable, "-m", "django", "makemessages"]
    (root / "locale").mkdir(exist_ok=True)
    # Without settings makemessages only reads files.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [*django, *chosen, *options, *ignored]
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode


def keys(po: polib.POFile) -> set[Key]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in po if not entry.obsolete}


def words_of_program() -> set[Key]:
    """What makemessages finds in a copy of the sources."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sources"
        ignore = shutil.ignore_patterns(*APART)
        shutil.copytree(ROOT, copy, ignore=ignore)
        if update(copy, ("ky",)):
            raise SystemExit("makemessages failed, see the lines above.")
        po = copy / "locale" / "ky" / "LC_MESSAGES" / "django.po"
        return keys(polib.pofile(str(po))) if po.exists() else set()


def check() -> int:
    wanted = words_of_program()
    faults: list[str] = []
    for language in MUST_BE_COMPLETE:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            faults.append(f"{language}: there is no catalogue {path.relative_to(ROOT)}")
            continue
        po = polib.pofile(str(path))
        have = keys(po)
        faults += [f"{language}: not in the catalogue: {key[1]!r}" for key in wanted - have]
        faults += [f"{language}: no longer used: {key[1]!r}" for key in have - wanted]
        faults += [f"{language}: not translated: {e.msgid!r}" for e in po.untranslated_entries()]
        faults += [f"{language}: fuzzy: {e.msgid!r}" for e in po.fuzzy_entries()]
        checked = subprocess.run(
            ["msgfmt", "--check", "--output-file=/dev/null", str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        if checked.returncode:
            faults.append(f"{language}: {checked.stderr.strip()}")
    for fault in sorted(faults)[:SHOWN]:
        print(fault)
    if faults:
        print(f"Translations: {len(faults)} faults in all. To collect new words: make messages")
        return 1
    print(f"Translations: {len(wanted)} words of the program, all in {', '.join(MUST_BE_COMPLETE)}")
    return 0


if __name__ == "__main__":
    chosen = {"compile": compile_all, "update": update, "check": check}
    sys.exit(chosen[sys.argv[1]]())
