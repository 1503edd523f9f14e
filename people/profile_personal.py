"""The profile's words of the consent to the processing of personal data (domain 2.6)."""

from common.caller import SYSTEM

from .models import ConsentText
from .profile import Part, Plan, section


@section("consent", 70)
def consent(data: Part, plan: Plan) -> None:
    """The text people consent to; other words than today's make a new version."""
    data.only("text")
    text = data.words("text")
    current = ConsentText.current()
    if current is None or dict(current.text) != dict(text):
        plan.created.append(f"consent text {ConsentText.publish(text, by=SYSTEM).version}")
