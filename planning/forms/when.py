"""How often, as fields: a choice, and what each choice asks for."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import month_name
from common.forms import DateInput
from planning import events, recurrence, rule_form, rule_words

DAY_NAMES = [
    ("MO", gettext_lazy("Monday")),
    ("TU", gettext_lazy("Tuesday")),
    ("WE", gettext_lazy("Wednesday")),
    ("TH", gettext_lazy("Thursday")),
    ("FR", gettext_lazy("Friday")),
    ("SA", gettext_lazy("Saturday")),
    ("SU", gettext_lazy("Sunday")),
]
QUARTER_MONTHS = [
    (1, gettext_lazy("its first month")),
    (2, gettext_lazy("its second month")),
    (3, gettext_lazy("its third month")),
]
MAY_BE_LEFT = ("counted_from",)
#: What each field is asked for; the look hides the others (forms.css), none is minded here.
ASKED_FOR = {
    "month": "yearly",
    "month_of_quarter": "quarterly",
    "day": "yearly quarterly monthly",
    "weekdays": "weekly",
    "rrule": "rrule",
    "counted_from": "rrule",
    "before_what": "before",
    "after_what": "after",
    "happens": "event",
    "length": "before after event",
    "unit": "before after event",
    "shift": "yearly quarterly monthly weekly rrule before after event",
}


class WhenFields(forms.Form):
    """The rule of recurrence, chosen rather than written."""

    how = forms.ChoiceField(label=gettext_lazy("When"), choices=rule_form.HOW)
    month = forms.TypedChoiceField(label=gettext_lazy("Month"), coerce=int, required=False)
    month_of_quarter = forms.TypedChoiceField(
        label=gettext_lazy("Month of the quarter"),
        choices=QUARTER_MONTHS,
        coerce=int,
        required=False,
    )
    day = forms.TypedChoiceField(label=gettext_lazy("Day of the month"), coerce=int, required=False)
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Days of the week"),
        choices=DAY_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rrule = forms.CharField(
        label=gettext_lazy("Rule"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "As “FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15” or “FREQ=MONTHLY;BYDAY=-1FR”."
        ),
    )
    counted_from = forms.DateField(
        label=gettext_lazy("Counted from"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("For every second week and the like: the day it begins."),
    )
    before_what = forms.ChoiceField(label=gettext_lazy("Before which"), required=False)
    after_what = forms.ChoiceField(label=gettext_lazy("After which"), required=False)
    happens = forms.CharField(
        label=gettext_lazy("The event"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "What Sapat finds by itself is offered; the rest is told on its page."
        ),
    )
    length = forms.IntegerField(
        label=gettext_lazy("How long"), min_value=0, max_value=recurrence.LONGEST, required=False
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"), choices=rule_form.UNITS, required=False
    )
    shift = forms.ChoiceField(
        label=gettext_lazy("If it is a day off"),
        choices=list(rule_words.SHIFTS.items()),
        required=False,
    )
    belongs = forms.ChoiceField(
        label=gettext_lazy("Belongs to"),
        choices=[(str(key), words) for key, words in rule_words.YEARS.items()],
        required=False,
        help_text=gettext_lazy(
            "The report of a year that is due in January belongs to the year before."
        ),
    )

    def begin_when(self, others) -> None:
        """Say what there is to choose from, and what the rule chose."""
        months = [(n, month_name(n)) for n in range(1, 13)]
        self.fields["month"].choices = [("", "—"), *months]
        days = [(n, str(n)) for n in range(1, 32)]
        self.fields["day"].choices = [("", "—"), *days, (-1, _("the last day"))]
        named = [("", "—"), *((one.code, str(one)) for one in others)]
        self.fields["before_what"].choices = self.fields["after_what"].choices = named
        found = [(code, str(event.label)) for code, event in events.all_events().items()]
        self.event_codes = {label: code for code, label in found}
        # What a browser sends of a choice that nobody touched.
        self.initial |= {"how": "yearly", "shift": "previous", "belongs": "0"}
        self.initial |= {"unit": rule_form.UNITS[0][0], "month_of_quarter": 1}
        if self.instance.pk:
            self.initial |= rule_form.fields_of(self.instance.rule)
        known = events.get(str(self.initial.get("happens", "")))
        if known:
            self.initial["happens"] = str(known.label)
        for name, kinds in ASKED_FOR.items():
            self.fields[name].asked_for = kinds
            self.fields[name].is_demanded = name not in MAY_BE_LEFT
        told = {one.rule.get("event") for one in [*others, self.instance] if one.rule}
        self.fields["happens"].offered = [  # what this house speaks of, and what finds itself
            label for code, label in found if code in told or events.all_events()[code].since
        ]
        if self.fields["happens"].offered:
            self.fields["happens"].widget.attrs["list"] = "events"

    def clean_happens(self):
        told = self.cleaned_data["happens"].strip()
        return self.event_codes.get(told, told)

    def take_when(self, cleaned):
        """The rule; what it lacks and why it cannot be kept is said beside the field."""
        how = cleaned.get("how")
        asked = rule_form.needed(how)
        for name in asked:
            if cleaned.get(name) in (None, "", []) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        if how is None or any(name in self.errors for name in (*asked, "counted_from")):
            return None
        cleaned["shift"] = cleaned.get("shift") or "previous"
        rule = rule_form.rule_of(cleaned)
        try:
            recurrence.check(rule)
        except recurrence.RuleError as error:
            self.add_error(rule_form.FIELD[how], str(error))
            return None
        return rule
