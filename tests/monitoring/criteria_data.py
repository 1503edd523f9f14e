"""Criteria as the form posts them, and drafts made through the deeds of the program."""

from datetime import date

from common.models import deed
from monitoring.models import CriteriaSet

CODES = ("ky", "ru", "en")


def translated(name: str, text) -> dict[str, str]:
    """The three lines of a text as a browser sends them."""
    said = text if isinstance(text, dict) else {"ky": text}
    return {f"{name}_{code}": said.get(code, "") for code in CODES}


def posted(criteria, *rows, points=(), **fields) -> dict:
    """The form of a draft: each row is ``(title, [(indicator, weight, more)], more)``."""
    data = {
        "revision": criteria.revision,
        "revision_words": "Бир көрсөткүч кошулду.",
        "revised_on": "2026-03-02",
        "revised_by": criteria.author_id,
        "criteria-TOTAL_FORMS": len(rows),
        "criteria-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        title, lines, *more = row
        prefix = f"criteria-{number}"
        data |= translated(f"{prefix}-title", title)
        data |= {f"{prefix}-{name}": value for name, value in (more[0] if more else {}).items()}
        data[f"{prefix}-indicators-TOTAL_FORMS"] = len(lines)
        data[f"{prefix}-indicators-INITIAL_FORMS"] = 0
        for place, (name, weight, *said) in enumerate(lines):
            inner = f"{prefix}-indicators-{place}"
            data |= translated(f"{inner}-title", name) | {f"{inner}-weight": weight}
            data |= {f"{inner}-{key}": value for key, value in (said[0] if said else {}).items()}
    for point, text in points:
        data |= translated(f"point_{point}", text)
    return data | fields


def kept(criteria) -> list:
    """The rows of a draft as its form would post them back, keys and all."""
    return [
        (
            dict(row.title),
            [
                (
                    dict(one.title),
                    one.percent,
                    {"kept": str(one.key)} | translated("material", dict(one.material)),
                )
                for one in row.indicators.all()
            ],
            {"kept": str(row.key), "direction": row.direction_id or ""},
        )
        for row in criteria.whole_tree()
    ]


def begin(user, kind, year=2027) -> CriteriaSet:
    """The draft of a year, as its page begins it."""
    with deed(by=user):
        return CriteriaSet.begin(kind=kind, year=year, author=user.person)


def revise(criteria, words="Эки көрсөткүч жаңырды.") -> CriteriaSet:
    """Its recorded revision."""
    with deed():
        criteria.revised_on, criteria.revised_by = date(2026, 3, 2), criteria.author
        criteria.revision_words = words
        criteria.save()
    return criteria


def approve(criteria, *, by, director) -> CriteriaSet:
    """Sent and approved by the director."""
    criteria.send(by=by)
    criteria.approve(by=director, seen=criteria.sheet.manifest_hash)
    return criteria


def look(client, user, address: str, typed: dict | None = None):
    """A page as somebody reads it, in English; with something typed, the answer."""
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.post(address, typed) if typed else client.get(address)
