"""What a profile says of types that are policies: the lines to fill in, and whether yearly."""

from typing import Any

from people.profile import Part

from .models import DocumentType

KEYS = ("considerations", "provisions", "yearly")


def values(row: Part) -> dict[str, Any]:
    """The lines that a policy of this type answers (002/5, 003/6.3), and whether each year."""
    return {
        "is_yearly": row.flag("yearly"),
        "considerations": _lines(row, "considerations"),
        "provisions": _lines(row, "provisions"),
    }


def _lines(row: Part, key: str) -> list[dict]:
    if key not in row:
        return []
    found = []
    for line in row.coded(key):
        line.only("code", "name")
        found.append({"code": line.code(), "name": dict(line.words("name"))})
    return found


def written(kind: DocumentType) -> dict[str, Any]:
    """The same, written back; what is not used stays out of the file."""
    lists = {"considerations": kind.considerations, "provisions": kind.provisions}
    found: dict[str, Any] = {key: lines for key, lines in lists.items() if lines}
    return found | ({"yearly": True} if kind.is_yearly else {})
