"""The form of an obligation: what, how often, who answers, what is told when."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import DateInput, HouseForm
from documents.models import Document, DocumentType, StandardClause
from planning import circles, openers, recurrence, subjects
from planning.models import Obligation
from planning.models.obligation import OWN
from planning.words import OWN_WORDS

from .owner import OwnerFields
from .when import ASKED_FOR, WhenFields

#: What opens often: so many days before, and reminded so many, where nothing else is said.
OFTEN = {"DAILY": (0, []), "WEEKLY": (4, [1])}
MOST_BEFORE = {"DAILY": 1, "WEEKLY": 7}


class ObligationForm(WhenFields, OwnerFields, HouseForm, forms.ModelForm):
    """A recurring duty as data; what the rule cannot keep is said beside its field."""

    clauses_told = forms.CharField(
        label=gettext_lazy("Demanded by"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One clause on a line: code of the edition and number, as “reg-000 2.5”."
        ),
    )
    remind_told = forms.CharField(
        label=gettext_lazy("Reminded so many days before"),
        required=False,
        help_text=gettext_lazy("Whole numbers, as 14, 3."),
    )
    own_told = forms.MultipleChoiceField(
        label=gettext_lazy("Set by the organisation itself"),
        choices=list(OWN_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What no regulation states and the organisation has decided."),
    )

    requires = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Only after"),
        queryset=Obligation._base_manager.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What has to end for the same year before this can be closed."),
    )

    types_told = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Of documents: only of these types"),
        queryset=DocumentType.objects.all(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Which documents are reviewed, or of which it is told."),
    )
    by_hand = forms.BooleanField(
        label=gettext_lazy("Closed by hand even so"),
        required=False,
        help_text=gettext_lazy("Where what it opens is only a part of the work."),
    )

    class Meta:
        model = Obligation
        fields = [
            *("name", "result", "procedure", "source", "per", "lead_days", "opener"),
            *("requires", "at", "minutes", "since"),
        ]
        widgets = {
            "at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "since": DateInput,
        }
        labels = {
            "lead_days": gettext_lazy("Opens so many days before its day"),
            "at": gettext_lazy("Hour"),
        }
        help_texts = {
            "result": gettext_lazy(
                "What is there when it is done: a protocol, an order, a report."
            ),
            "source": gettext_lazy("Regulation and clause in words, as “000/2.5”."),
            "since": gettext_lazy("Nothing opens that was due before this day."),
            "at": gettext_lazy("For a meeting: the hour it begins, in the calendar."),
            "minutes": gettext_lazy("How long it takes."),
        }

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        one = self.instance
        reach = Document.objects.visible_to(reader)
        self.fields["procedure"].queryset = reach.order_by("code")
        self.fields["procedure"].label_from_instance = lambda d: f"{d.code} · {d.title}"
        if one.procedure_id and not reach.filter(pk=one.procedure_id).exists():
            del self.fields["procedure"]  # it stays, and this writer does not learn which it is
        self.fields["per"] = forms.ChoiceField(
            label=gettext_lazy("One for each"),
            choices=_codes(subjects.kinds(), one.per),
            required=False,
        )
        self.fields["opener"] = forms.ChoiceField(
            label=gettext_lazy("What it opens"),
            choices=_codes(openers.all_openers(), one.opener, gettext_lazy("closed by hand")),
            required=False,
            help_text=gettext_lazy("Without it the duty is closed with a file, a record or words."),
        )
        others = Obligation._base_manager.exclude(pk=one.pk).order_by("order", "code")
        kept = Q(ended_on=None) | Q(required_by=one.pk)
        self.fields["requires"].queryset = others.filter(kept).distinct()
        if one.pk:
            told = one.clauses.select_related("standard")
            self.initial["clauses_told"] = "\n".join(f"{c.standard.code} {c.number}" for c in told)
        else:
            self.initial["since"] = localdate()
        self.initial["remind_told"] = ", ".join(map(str, one.remind))
        self.initial["own_told"] = one.own
        self.initial["types_told"] = one.options.get("types", [])
        self.initial["by_hand"] = one.is_closed_by_hand
        self.begin_when(others)
        self.begin_owner()

    @property
    def groups(self) -> list[dict]:
        """The fields in the order in which one thinks of them."""
        chain = [name for name in self.fields if name.startswith("above_")]
        rows = [
            (_("What"), "", ["name", "result", "procedure", "source", "clauses_told"]),
            (_("When"), "", ["how", *ASKED_FOR, "belongs", "at", "minutes", "since"]),
            (_("Who answers"), "", ["owner", "per"]),
            (_("The order"), "", ["requires"]),
            (_("How it is done"), "", ["opener", "by_hand", "types_told"]),
            (
                _("Who is told"),
                _("These are always set by the organisation itself."),
                ["lead_days", "remind_told", *chain],
            ),
            (_("Whose it is"), "", ["own_told"]),
        ]
        return [
            {
                "label": label,
                "hint": hint,
                "fields": [self[name] for name in names if name in self.fields],
            }
            for label, hint, names in rows
        ]

    @property
    def offered(self) -> list[str]:
        """What Sapat finds by itself, to choose from where one types what happens."""
        return self.fields["happens"].offered

    def clean_clauses_told(self):
        found, wrong = [], []
        for line in filter(None, map(str.strip, self.cleaned_data["clauses_told"].splitlines())):
            code, _space, number = line.partition(" ")
            rows = StandardClause.objects.filter(number=number.strip())
            clause = rows.filter(standard__code__iexact=code).first()
            if clause:
                found.append(clause)
            else:
                wrong.append(line)
        if wrong:
            words = _("The library has no clause “%(clause)s”.")
            raise ValidationError([words % {"clause": line} for line in wrong])
        return found

    def clean_remind_told(self):
        told = re.split(r"[\s,;]+", self.cleaned_data["remind_told"].strip())
        days = [day for day in told if day]
        if not all(day.isdecimal() and int(day) <= 366 for day in days):  # noqa: PLR2004
            raise ValidationError(_("Whole numbers of days, as 14, 3."))
        return sorted({int(day) for day in days}, reverse=True)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        one = self.instance
        self.take_owner(cleaned)
        rule = self.take_when(cleaned)
        one.code = one.code or free_code(cleaned.get("name"))
        requires = cleaned.get("requires") or []
        if rule is not None:
            one.rule = rule
            rules, waits = circles.as_they_are()
            rules[one.code], waits[one.code] = rule, {other.code for other in requires}
            if circles.counted_from_itself(rules):
                self.add_error("before_what", _("It would be counted from its own day."))
            elif circles.waiting_for_itself(rules, waits):
                field = "after_what" if cleaned["how"] == "after" else "requires"
                self.add_error(field, _("It would wait for itself."))
            self._often(cleaned, recurrence.frequency(rule))
        if "remind_told" in cleaned:
            one.remind = cleaned["remind_told"]
        one.own = [key for key in OWN if key in cleaned.get("own_told", [])]
        told = {
            "types": [type.code for type in cleaned.get("types_told", ())],
            "by_hand": cleaned.get("by_hand"),
        }
        one.options = one.options | told
        one.options = {name: value for name, value in one.options.items() if value}
        if cleaned.get("minutes") and not cleaned.get("at"):
            self.add_error("at", _("Say at what hour."))
        return cleaned

    def _often(self, cleaned: dict, frequency: str) -> None:
        """What comes every day or every week opens shortly before: one stands open at a time."""
        if frequency not in OFTEN:
            return
        usual, remind = OFTEN[frequency]
        if self.instance._state.adding:
            if "lead_days" not in self.changed_data:
                cleaned["lead_days"] = usual
            if "remind_told" not in self.changed_data:
                cleaned["remind_told"] = remind
        touched = self.instance._state.adding or {"lead_days", "how"} & set(self.changed_data)
        if touched and (cleaned.get("lead_days") or 0) > MOST_BEFORE[frequency]:
            words = _("It comes so often that several would stand open: at most %(days)s.")
            self.add_error("lead_days", words % {"days": MOST_BEFORE[frequency]})

    def _update_errors(self, errors):
        """What the model refuses stands beside the field of this form that says it."""
        places = {"rule": "how", "owner_power": "owner", "remind": "remind_told"}
        places |= {"escalate": "above_1_to", "owner_position": "owner"}
        if hasattr(errors, "error_dict"):
            moved: dict[str, list] = {}
            for name, found in errors.error_dict.items():
                place = places.get(name, name)
                if place != "__all__" and place not in self.fields:
                    place = "__all__"
                if name == place or not self.errors:
                    moved.setdefault(place, []).extend(found)
            if not moved:
                return
            errors = ValidationError(moved)
        super()._update_errors(errors)

    def save(self, commit=True):
        one = super().save(commit)
        one.clauses.set(self.cleaned_data["clauses_told"])
        return one


def free_code(name) -> str:
    """A code of its own for what is entered by hand; rules of others name it by this."""
    said = (name or {}).get("en", "") if isinstance(name, dict) else ""
    stem = slugify(said).replace("-", "_")[:60] or "own"
    code, number = stem, 1
    while Obligation.objects.filter(code=code).exists():
        number += 1
        code = f"{stem}_{number}"
    return code


def _codes(known: dict, chosen: str, blank="—") -> list[tuple]:
    """Registered names to choose from, the chosen one among them though nobody knows it yet."""
    rows = {code: one.label for code, one in known.items()}
    if chosen:
        rows.setdefault(chosen, chosen)
    return [("", blank), *rows.items()]
