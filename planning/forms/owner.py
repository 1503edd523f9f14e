"""Who answers, and who is told higher up, as fields."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Position, Power

EACH = "each"
STEPS = 3


class OwnerFields(forms.Form):
    """By a power, by a position, or whoever answers for the thing it is about."""

    owner = forms.ChoiceField(label=gettext_lazy("Who answers"))

    def begin_owner(self) -> None:
        """What there is to choose from, what stands, and a line more of the escalation."""
        one = self.instance
        powers = [(f"power:{p.code}", str(p)) for p in Power.objects.all()]
        kept = [one.owner_position_id] if one.owner_position_id else []
        rows = Position.objects.in_use(*kept)
        positions = [(f"position:{p.code}", str(p)) for p in rows]
        self.fields["owner"].choices = [
            ("", "—"),
            (_("By position"), positions),
            (_("By power"), powers),
            (EACH, _("Whoever answers for the thing it is about")),
        ]
        self.initial["owner"] = self._chosen()
        above = [
            ("", "—"),
            ("head", _("the head of who answers")),
            (_("By position"), positions),
            (_("By power"), powers),
        ]
        self.lines = max(STEPS, len(one.escalate) + 1)
        for n in range(1, self.lines + 1):
            step = one.escalate[n - 1] if n <= len(one.escalate) else {}
            self.fields[f"above_{n}_days"] = forms.IntegerField(
                label=_("Step %(n)s: days after its day") % {"n": n},
                min_value=-366,
                max_value=366,
                required=False,
            )
            choices = _with(above, str(step.get("to", "")))
            self.fields[f"above_{n}_to"] = forms.ChoiceField(
                label=_("Step %(n)s: who is told") % {"n": n}, choices=choices, required=False
            )
            self.initial[f"above_{n}_days"] = step.get("days")
            self.initial[f"above_{n}_to"] = step.get("to", "")

    def _chosen(self) -> str:
        one = self.instance
        if one.owner_of_subject:
            return EACH
        if one.owner_position:
            return f"position:{one.owner_position.code}"
        return f"power:{one.owner_power.code}" if one.owner_power else ""

    def take_owner(self, cleaned) -> None:
        """Put the one who answers and the chain into the obligation."""
        one, (kind, _colon, code) = self.instance, cleaned.get("owner", "").partition(":")
        if kind:
            one.owner_of_subject = kind == EACH
            one.owner_power = Power.objects.filter(code=code).first() if kind == "power" else None
            found = Position.objects.filter(code=code).first() if kind == "position" else None
            one.owner_position = found
            if kind == EACH and not cleaned.get("per"):
                self.add_error("per", _("Say of what each one is."))
        chain = []
        for n in range(1, self.lines + 1):
            days, to = cleaned.get(f"above_{n}_days"), cleaned.get(f"above_{n}_to")
            if (days is None) != (not to):
                empty = f"above_{n}_days" if days is None else f"above_{n}_to"
                if empty not in self.errors:
                    words = _("Each step says after how many days, and whom.")
                    self.add_error(empty, words)
            elif to:
                chain.append({"days": days, "to": to})
        one.escalate = sorted(chain, key=lambda step: step["days"])


def _with(choices: list, chosen: str) -> list:
    """The choices, and what was chosen before though it is closed or gone."""
    known = {key for key, label in choices if isinstance(key, str) and isinstance(label, str)}
    known |= {k for _g, rows in choices if isinstance(rows, list) for k, _label in rows}
    return choices if chosen in known else [*choices, (chosen, chosen)]
