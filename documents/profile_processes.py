"""The section of a profile that names the processes, and the same written back (004/4.1)."""

from people.models import Position, Unit
from people.profile import Part, Plan, section
from people.profile_writing import writes

from .models import Document, Form, Process

KEYS = ("number", "name", "group", "parent", "level", "unit", "owner", "head", "criteria")


@section("processes", 135)
def processes(data: Part, plan: Plan) -> None:
    """The register of processes on its levels; a card that is in force has the last word."""
    rows, seen = data.rows(), set()
    for row in rows:
        row.only(*KEYS, "document")
        if (number := row.code("number")) in seen:
            raise row.fail(f"the number “{number}” is given twice.", "number")
        seen.add(number)
        process = Process.objects.filter(number=number).first() or Process(number=number)
        plan.write(row, process, _values(row, process, plan))
    _place(rows, plan)
    gone = Process.objects.exclude(number__in=seen).filter(closed_on=None)
    plan.left += [f"process {one.number}: left alone, no longer in the profile" for one in gone]


def _values(row: Part, process: Process, plan: Plan) -> dict:
    level = row.number("level") or Process.Level.ORGANISATION
    if level not in Process.Level.values:
        raise row.fail("give 1 (of the organisation) or 2 (of a unit).", "level")
    values = {
        "name": row.words("name"),
        "is_group": row.flag("group"),
        "level": level,
        "unit": row.find("unit", Unit, required=False),
        "owner": row.find("owner", Position, required=False),
        "head": row.find("head", Position, required=False),
        "criteria": row.words("criteria", required=False),
        "document": _document(row, process, plan),
    }
    if values["is_group"] and any(values[key] for key in ("owner", "head", "document")):
        raise row.fail("a group only holds processes together: no owner, head or document.")
    if process.pk and process.card_in_force():
        for key in ("owner", "head", "criteria"):
            del values[key]
    return values


def _document(row: Part, process: Process, plan: Plan) -> Document | None:
    """The register entry of the card; one that the process has already stays.

    A profile may be loaded without its documents: then the card is begun on the page.
    """
    code = row.text("document")
    document = Document.objects.filter(code=code).first() if code else None
    if document is None:
        if code:
            plan.waiting.append(f"process {process.number}: its card {code} is not registered")
        return process.document
    if document.type.form != Form.PROCESS_CARD:
        raise row.fail(f"“{document.code}” is not of a type with “form: process_card”.", "document")
    other = Process.objects.filter(document=document).exclude(number=process.number).first()
    if other:
        raise row.fail(
            f"“{document.code}” is the card of the process “{other.number}”.", "document"
        )
    return document


def _place(rows: list[Part], plan: Plan) -> None:
    """Hang every process under what it stands in, once all are there."""
    for row in rows:
        parent = above = row.find("parent", Process, by="number", required=False)
        while above is not None:
            if above.number == row.code("number"):
                raise row.fail("it would stand under itself.", "parent")
            above = above.parent
        process = Process.objects.get(number=row.code("number"))
        plan.write(row, process, {"parent": parent})


@writes("processes")
def written() -> list[dict]:
    """The processes carried on; their cards are documents, which a profile only begins."""
    found = Process.objects.filter(closed_on=None).for_list()
    rows = [
        {
            "number": one.number,
            "name": dict(one.name),
            "group": one.is_group or None,
            "parent": one.parent and one.parent.number,
            "level": one.level if one.level != Process.Level.ORGANISATION else None,
            "unit": one.unit and one.unit.code,
            "owner": one.owner and one.owner.code,
            "head": one.head and one.head.code,
            "criteria": dict(one.criteria),
        }
        for one in found
    ]
    return [{key: v for key, v in row.items() if v not in (None, "", {}, [])} for row in rows]
