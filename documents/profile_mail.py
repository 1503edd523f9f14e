"""Words of correspondence in a profile: read from it, and written back (RI-05)."""

from people.profile import Part, Plan, section
from people.profile_writing import coded, writes

from .models import MailTerm

LISTS = {
    "kinds": MailTerm.Group.KIND,
    "ways": MailTerm.Group.WAY,
    "resolutions": MailTerm.Group.PHRASE,
}


@section("correspondence", 160)
def correspondence(data: Part, plan: Plan) -> None:
    """Kinds of letters with their terms, ways of sending, phrases of resolutions."""
    data.only(*LISTS)
    codes: set[str] = set()
    for key, group in LISTS.items():
        for order, row in enumerate(data.coded(key) if key in data else [], 1):
            row.only("code", "name", *(["days"] if key == "kinds" else []))
            if row.code() in codes:
                raise row.fail(f"the code “{row.code()}” is given twice.")
            codes.add(row.code())
            days = row.number("days")
            if days is not None and days < 1:
                raise row.fail("at least one day is needed.", "days")
            values = {"group": group, "name": row.words("name"), "days": days, "order": order}
            plan.put(row, MailTerm, {"code": row.code()}, values)
    plan.leave(MailTerm, codes)


@writes("correspondence")
def written_terms() -> dict[str, list[dict]]:
    terms = list(MailTerm.objects.all())
    found = {
        key: [coded(one, days=one.days) for one in terms if one.group == group]
        for key, group in LISTS.items()
    }
    return {key: rows for key, rows in found.items() if rows}
