"""How a reader wants letters: language, at once or in the morning, when not at all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from people.models import Person


class ClockInput(forms.TimeInput):
    """A time of day, picked by the browser."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class MyLettersForm(HouseForm, forms.ModelForm):
    """My own choice about letters; the notices inside come anyway."""

    class Meta:
        model = Person
        fields = ["language", "letters_pace", "quiet_days", "quiet_from", "quiet_until"]
        widgets = {
            "letters_pace": forms.RadioSelect,
            "quiet_from": ClockInput,
            "quiet_until": ClockInput,
        }
        help_texts = {
            "language": _("Of your pages and of your letters alike."),
            "letters_pace": _(
                "Letters about your account and warnings of danger come at once in any case."
            ),
            "quiet_until": _("Each night between these hours; leave both empty for none."),
        }

    def clean(self):
        given = super().clean()
        since, until = given.get("quiet_from"), given.get("quiet_until")
        if "quiet_from" in self.errors or "quiet_until" in self.errors:
            return given
        if (since is None) != (until is None):
            empty = "quiet_from" if since is None else "quiet_until"
            self.add_error(empty, _("Give both hours, or none."))
        elif since is not None and since == until:
            self.add_error("quiet_until", _("It ends when it begins: give another hour."))
        return given
