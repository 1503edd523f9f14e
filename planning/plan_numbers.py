"""Numbers of work plans, in the organisation's own pattern (РИ-05)."""

from common.numbering import next_number, note_number
from people.models import Organisation

REGISTER = "work_plan"


def plan_mask() -> str:
    """How this organisation writes the numbers of its work plans."""
    return Organisation.current().numbering.get(REGISTER, {}).get("pattern", "{n}/{year}")


def give_plan_number(number: str, date) -> str:
    """The next number of the register of plans, or the one given on paper, which it follows."""
    if not number:
        return next_number(REGISTER, plan_mask(), date)
    note_number(REGISTER, plan_mask(), number, date)
    return number
