"""The sections of a profile that speak of the clause library and of required documents."""

from typing import Any

from people.profile import Part, Plan, section
from people.profile_writing import writes

from .library_loading import LibraryError, load_library
from .models import DocumentLevel, DocumentType, RequiredDocument, Standard, StandardClause


@section("library", 150)
def library(data: Part, plan: Plan) -> None:
    """Which editions of the library this organisation has, and by which it works (003/2)."""
    data.only("load", "followed")
    codes = _codes(data, "load") if "load" in data else None
    try:
        loaded = load_library(codes)
    except LibraryError as error:
        raise data.fail(str(error), "load") from error
    plan.created += loaded.created
    plan.changed += loaded.changed
    for code in _codes(data, "followed"):
        standard = Part({"followed": code}, data.path).find("followed", Standard)
        plan.write(data, standard, {"is_followed": True})


def _codes(data: Part, key: str) -> list[str]:
    codes = data.value.get(key) or []
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise data.fail("a list of codes is expected here.", key)
    return codes


@section("required_documents", 160)
def required_documents(data: Part, plan: Plan) -> None:
    """The documents that must be there, with where that is demanded (004/4.2.1; 003/5.4.3)."""
    seen: set[str] = set()
    for order, row in enumerate(data.rows(), 1):
        row.only("number", "title", "level", "type", "document", "per", "clause")
        if (number := row.code("number")) in seen:
            raise row.fail(f"the number “{number}” is given twice.")
        seen.add(number)
        values: dict[str, Any] = {
            "title": row.words("title"),
            "level": row.find("level", DocumentLevel, required=False),
            "type": row.find("type", DocumentType, required=False),
            "document_code": row.text("document"),
            "per": row.choice("per", RequiredDocument.Per.values, RequiredDocument.Per.ONCE),
            "clause": _clause(row),
            "order": order,
        }
        named = values["type"] or values["document_code"] or values["per"] == "nomenclature"
        if not named:
            raise row.fail("give “type: …”, or the code under “document: …”.")
        each = values["per"] in ("unit", "position")
        if each and (values["document_code"] or not values["type"]):
            raise row.fail("what each has is found by its type, not by a code.", "per")
        plan.put(row, RequiredDocument, {"number": number}, values)
    for left in RequiredDocument.objects.exclude(number__in=seen):
        plan.left.append(f"required document {left.number}: left alone, no longer in the profile")


def _clause(row: Part) -> StandardClause | None:
    if not (told := row.text("clause")):
        return None
    code, _space, number = told.partition(" ")
    found = StandardClause.objects.filter(standard__code=code, number=number.strip()).first()
    if found is None:
        raise row.fail(
            f"the library has no clause “{told}”; write “iso-9001-2015 7.5.2”.", "clause"
        )
    return found


# Written back -----------------------------------------------------------------------------------


@writes("library")
def library_now() -> dict[str, Any]:
    """Only what came from the library: what was typed by hand is kept on its pages."""
    found = Standard.objects.exclude(as_of=None)
    if not found:
        return {}
    codes = {"load": [standard.code for standard in found]}
    followed = [standard.code for standard in found if standard.is_followed]
    return codes | ({"followed": followed} if followed else {})


@writes("required_documents")
def required_documents_now() -> list[dict[str, Any]]:
    rows = RequiredDocument.objects.select_related("level", "type", "clause__standard")
    return [_row(row) for row in rows]


def _row(row: RequiredDocument) -> dict[str, Any]:
    clause = row.clause if row.clause and row.clause.standard.as_of else None
    values = {
        "number": row.number,
        "title": dict(row.title),
        "level": row.level and row.level.code,
        "type": row.type and row.type.code,
        "document": row.document_code,
        "per": str(row.per) if row.per != "once" else "",
        "clause": f"{clause.standard.code} {clause.number}" if clause else "",
    }
    return {key: value for key, value in values.items() if value}
