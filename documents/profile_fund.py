"""The fund of information in a profile: read from it, and written back (001/6.1)."""

from django.utils.timezone import localdate

from people.models import Position
from people.profile import Part, Plan, section
from people.profile_writing import coded, writes

from .models import Document, FundItem, RecordAccess

KEYS = ("code", "name", "section", "source", "period", "due_days", "form", "keeper", "submitter")


@section("fund", 160)
def fund(data: Part, plan: Plan) -> None:
    """Which reports and data are gathered regularly, from whom, by when."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only(*KEYS, "access", "case")
        form = row.text("form")
        document = Document.objects.filter(code=form).first() if form else None
        days = row.number("due_days")
        values = {
            "name": row.words("name"),
            "section": row.choice("section", FundItem.Section.values, "regular"),
            "source": row.text("source"),
            "period": row.choice("period", FundItem.Period.values, "year"),
            "due_days": 15 if days is None else days,
            "form": document,
            "form_words": "" if document else form,
            "keeper": row.find("keeper", Position, required=False),
            "submitter": row.find("submitter", Position, required=False),
            "access": row.choice("access", RecordAccess.values, "staff"),
            "case_index": row.text("case"),
            "order": order,
        }
        if not FundItem.objects.filter(code=row.code()).exists():
            values["since"] = localdate()
        plan.put(row, FundItem, {"code": row.code()}, values)
    plan.leave(FundItem, [row.code() for row in rows])


@writes("fund")
def written_fund() -> list[dict]:
    """The catalogue as it is kept today."""
    found = FundItem.objects.filter(closed_on=None)
    return [
        coded(
            item,
            section=str(item.section),
            source=item.source,
            period=str(item.period),
            due_days=item.due_days,
            form=item.form.code if item.form else item.form_words,
            keeper=item.keeper and item.keeper.code,
            submitter=item.submitter and item.submitter.code,
            access=str(item.access),
            case=item.case_index,
        )
        for item in found.select_related("form", "keeper", "submitter").order_by("order", "pk")
    ]
