"""The profile's levels of documents, and what else a type says (003/5.4.2, table 1)."""

from typing import Any

from people.profile import Part, Plan, section
from people.profile_writing import coded, writes

from .models import DocumentLevel, DocumentType
from .models.type import Concerns

OF_A_TYPE = ("level", "concerns", "review_months", "needs_request", "read_before_start")


@section("document_levels", 115)
def document_levels(data: Part, plan: Plan) -> None:
    """The levels, from the policy to the records, and who uses the documents of each."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only("code", "name", "users")
        values = {
            "name": row.words("name"),
            "users": row.words("users", required=False),
            "order": order,
        }
        plan.put(row, DocumentLevel, {"code": row.code()}, values)
    plan.leave(DocumentLevel, [row.code() for row in rows])


def of_a_type(row: Part) -> dict[str, Any]:
    """Level, subject and terms of a type, as the model keeps them."""
    months = row.number("review_months")
    if months is not None and months < 1:
        raise row.fail("at least one month lies between two reviews.", "review_months")
    return {
        "level": row.find("level", DocumentLevel, required=False),
        "concerns": row.choice("concerns", ["", *Concerns.values]),
        "review_months": months,
        "needs_request": row.flag("needs_request"),
        "read_before_start": row.flag("read_before_start"),
    }


def check_levels(rows: list[Part]) -> None:
    """Where the organisation has levels, every type of its list stands on one (education 6.2)."""
    if not DocumentLevel.objects.exists():
        return
    headings = {row.text("parent") for row in rows}
    for row in rows:
        if row.code() not in headings and not row.text("level"):
            raise row.fail("the organisation has levels of documents: say which.", "level")


def written_of_a_type(kind: DocumentType) -> dict[str, Any]:
    """The same, as it is written back."""
    return {
        "level": kind.level and kind.level.code,
        "concerns": kind.concerns,
        "review_months": kind.review_months,
        "needs_request": kind.needs_request or None,
        "read_before_start": kind.read_before_start or None,
    }


@writes("document_levels")
def levels_written() -> list[dict]:
    found = DocumentLevel.objects.order_by("order", "pk")
    return [coded(level, users=dict(level.users)) for level in found]
