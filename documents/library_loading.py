"""Bringing the clause library up to its dated files: as often as one likes, nothing twice.

The files say what was published. What the organisation decides itself – whether it works by an
edition, which clauses do not concern it, until when an edition holds – is never overwritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from common.caller import SYSTEM
from common.models import TranslatedText, create_many, deed, record
from documents.models import ClauseMapping, Standard, StandardClause

FOLDER = Path(__file__).resolve().parent / "library"
REASON = "load_library"
PLAIN = ("edition", "kind", "status", "valid_from", "valid_until", "as_of")
WORDS = ("designation", "title", "note", "source")
LANGUAGES = ("ky", "ru", "en")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LibraryError(Exception):
    """A file of the library cannot be read: which, and why."""


@dataclass
class Loaded:
    """What a load made and changed, in lines for whoever asked for it."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.created or self.changed)


def known(folder: Path = FOLDER) -> dict[str, dict]:
    """The editions of the library by their codes."""
    return _editions(_files(folder))


def load_library(codes: Iterable[str] | None = None, *, folder: Path = FOLDER) -> Loaded:
    """Bring these editions (all, where none are named) and the mappings between them up to date."""
    files, loaded = _files(folder), Loaded()
    editions = _editions(files)
    wanted = list(editions) if codes is None else list(codes)
    if strange := [code for code in wanted if code not in editions]:
        raise LibraryError(f"the library has no “{strange[0]}”; it has {', '.join(editions)}.")
    with deed():
        for code in wanted:
            _load_edition(editions[code], loaded)
        held = {standard.code: standard for standard in Standard.objects.all()}
        for code in wanted:
            newer = held.get(editions[code].get("replaced_by", ""))
            if newer and _bring(held[code], {"replaced_by": newer}):
                loaded.changed.append(f"library {code}: replaced by {newer.code}")
                record(held[code], REASON, by=SYSTEM)
        for data in files:
            if "from" in data and data["from"] in held and data["to"] in held:
                _load_mapping(data, held[data["from"]], held[data["to"]], loaded)
    return loaded


def _files(folder: Path) -> list[dict]:
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            data = yaml.load(path.read_text(encoding="utf-8"), LOADER)  # noqa: S506 -- a SafeLoader
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise LibraryError(f"{path.name}: {error}") from error
        if not isinstance(data, dict) or not ({"code", "clauses"} <= {*data} or "from" in data):
            raise LibraryError(f"{path.name}: an edition or a mapping is expected.")
        if not data.get("as_of") or not data.get("source"):
            raise LibraryError(f"{path.name}: say as of when it is known, and from where.")
        found.append(data)
    return found


def _editions(files: list[dict]) -> dict[str, dict]:
    return {data["code"]: data for data in files if "code" in data}


def _bring(row, values: dict[str, Any]) -> bool:
    """Give a row these values, and save it if one of them is new."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    if row.pk and hasattr(row, "revision"):
        row.revision += 1
    row._change_reason = REASON
    row.save()
    return True


# Editions -------------------------------------------------------------------------------------


def _load_edition(data: dict, loaded: Loaded) -> None:
    code = data["code"]
    standard = Standard.objects.filter(code=code).first() or Standard(code=code)
    is_new = standard.pk is None
    values = {name: data[name] for name in PLAIN if data.get(name) is not None}
    if not is_new and standard.valid_until:
        values.pop("valid_until", None)  # the organisation may know better
    values |= {name: TranslatedText(data[name]) for name in WORDS if data.get(name)}
    changed = _bring(standard, values)
    count = _load_clauses(standard, data["clauses"])
    if is_new:
        loaded.created.append(f"library {code}: {count} clauses")
    elif changed or count:
        loaded.changed.append(f"library {code}: {count} clauses made or changed")
    if changed or count:
        record(standard, REASON, by=SYSTEM, rows=count)


def parent_of(number: str, numbers: set[str]) -> str:
    """The number that a clause stands under: “4.2” for “4.2.3”, “2” for “2 ¶1”."""
    for sign in (" ", "."):
        above, found, _rest = number.rpartition(sign)
        if found and above in numbers:
            return above
    return ""


def _load_clauses(standard: Standard, rows: list) -> int:
    """Write what is new level by level, mend what differs; how many rows that was."""
    numbers = {row[0] for row in rows}
    parents = {number: parent_of(number, numbers) for number in numbers}
    headings = {*parents.values()}
    held = {clause.number: clause for clause in standard.clauses.all()}
    count, fresh = 0, []
    for order, (number, *words) in enumerate(rows, 1):
        values = {
            "title": TranslatedText(zip(LANGUAGES, words, strict=True)),
            "order": order,
            "is_requirement": number not in headings,
        }
        if clause := held.get(number):
            count += _bring(clause, values)
        else:
            fresh.append(StandardClause(standard=standard, number=number, **values))
    count += len(fresh)
    while fresh:
        ready = [c for c in fresh if not parents[c.number] or parents[c.number] in held]
        for clause in ready:
            clause.parent = held.get(parents[clause.number])
            clause.fold_columns()
        held |= {clause.number: clause for clause in create_many(StandardClause, ready, REASON)}
        fresh = [clause for clause in fresh if clause.number not in held]
    return count


# Mappings -------------------------------------------------------------------------------------


def _load_mapping(data: dict, older: Standard, newer: Standard, loaded: Loaded) -> None:
    sources = {clause.number: clause for clause in older.clauses.all()}
    targets = {clause.number: clause for clause in newer.clauses.all()}
    held = {
        (row.from_clause_id, row.to_clause_id): row
        for row in ClauseMapping.objects.filter(from_standard=older, to_standard=newer)
    }
    fresh, count = [], 0
    for number, answer, kind, *note in data["rows"]:
        source, target = sources.get(number), targets.get(answer)
        if (number and source is None) or (answer and target is None):
            raise LibraryError(f"{data['from']} {number} → {data['to']} {answer}: no such clause.")
        values = {
            "kind": kind,
            "note": TranslatedText(note[0] if note else {}),
            "as_of": data["as_of"],
        }
        row = held.get((source.pk if source else None, target.pk if target else None))
        if row:
            count += _bring(row, values)
        else:
            fresh.append(
                ClauseMapping(
                    from_standard=older,
                    to_standard=newer,
                    from_clause=source,
                    to_clause=target,
                    **values,
                )
            )
    create_many(ClauseMapping, fresh, REASON)
    if count or fresh:
        line = f"library {older.code} → {newer.code}: {count + len(fresh)} rows"
        (loaded.changed if held else loaded.created).append(line)
        record(older, REASON, by=SYSTEM, rows=count + len(fresh))
