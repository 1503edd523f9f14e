"""Corrections of what was approved or signed: the reason is asked, and kept in the field history.

The app that knows when a thing is settled says so here; forms below it need not know why.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_settled: dict[Any, list[Callable[[Any], bool]]] = {}


def settled_when(model, asked: Callable[[Any], bool]) -> None:
    """Say when a record of a model is approved or signed."""
    _settled.setdefault(model, []).append(asked)


def is_settled(thing) -> bool:
    """Whether a change of this record is a correction of something approved or signed."""
    return thing.pk is not None and any(asked(thing) for asked in _settled.get(type(thing), ()))


class ReasonForm(forms.ModelForm):
    """A form that asks why, once the record is settled.

    ``settled_fields`` are those whose change needs a reason (all of them when empty). The answer
    is ``cleaned_data["reason"]``, which `EditPage` keeps in the field history.
    """

    settled_fields: Iterable[str] = ()
    reason_help = _("This is approved or signed already: say why it changes.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if is_settled(self.instance):
            self.fields["reason"] = forms.CharField(
                label=_("Reason of the change"),
                max_length=100,
                required=not self.settled_fields,
                help_text=self.reason_help,
            )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        touched = set(self.settled_fields) & set(self.changed_data)
        if touched and "reason" in self.fields and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it changes."))
        return cleaned
