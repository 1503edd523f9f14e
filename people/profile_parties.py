"""The organisations outside, as the profile names them."""

from .models import Party
from .profile import section
from .profile_part import Part
from .profile_plan import Plan


@section("parties", 60)
def parties(data: Part, plan: Plan) -> None:
    """Organisations outside; found by tax number, or by the Kyrgyz name."""
    for row in data.rows():
        row.only("code", "kind", "name", "place", "tax_number", "phone", "email")
        lines = {key: row.text(key) for key in ("tax_number", "phone", "email")}
        find = {"tax_number": lines["tax_number"]}
        if not lines["tax_number"]:
            find = {"name__ky": row.words("name")["ky"]}
        found = Party.objects.filter(**find).first()
        plan.write(row, found or Party(), {"name": row.words("name"), **lines})
        plan.drop(row, "code", "kind", "place")
