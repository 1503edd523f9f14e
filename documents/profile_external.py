"""The channels of external documents in a profile: read from it, and written back (004/4.2.3)."""

from people.models import Position
from people.profile import Part, Plan, section
from people.profile_writing import coded, writes

from .models import Channel


@section("external_channels", 150)
def external_channels(data: Part, plan: Plan) -> None:
    """Where external documents are watched for, and how often."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only("code", "name", "address", "every_days", "responsible")
        days = row.number("every_days")
        if days is not None and days < 1:
            raise row.fail("at least one day is needed.", "every_days")
        values = {
            "name": row.words("name"),
            "address": row.text("address"),
            "every_days": days or 7,
            "responsible": row.find("responsible", Position, required=False),
            "order": order,
        }
        plan.put(row, Channel, {"code": row.code()}, values)
    plan.leave(Channel, [row.code() for row in rows])


@writes("external_channels")
def written_channels() -> list[dict]:
    return [
        coded(
            channel,
            address=channel.address,
            every_days=channel.every_days,
            responsible=channel.responsible and channel.responsible.code,
        )
        for channel in Channel.objects.select_related("responsible")
    ]
