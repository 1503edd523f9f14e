"""Forms of a campaign: what it is, its days, its rules of scoring; what its steps ask."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.models import TranslatedText
from common.views.step import StepForm
from monitoring.campaign_days import proposed_days
from monitoring.models import AssessmentKind, Campaign, CriteriaSet
from monitoring.scoring_rules import Places, ScoringRules, TieBreak, TiesOn, Total
from people.models import Person

USUAL = [("", _("As usual for its kind"))]
YES_NO = [*USUAL, ("yes", _("yes")), ("no", _("no"))]
NUMBERS = ("needed", "quorum", "spread")
CHOICES = ("total", "places", "ties_on")
FLAGS = ("several_nominations", "winners_nominated")
RULES = ("total", "places", "ties_on", "tie_break", *NUMBERS, "threshold", *FLAGS)
OF_CONTESTS = ("places", "ties_on", "tie_break", "threshold", *FLAGS)
DAYS = ("starts_on", "material_until", "scoring_until", "results_on")


class ByFullName(forms.ModelChoiceField):
    """People by their full names."""

    def label_from_instance(self, person):
        return person.full_name


class CampaignForm(HouseForm, forms.ModelForm):
    """Kind, year, days, secretary, criteria; the rules are those of the kind unless said here."""

    seldom = RULES

    proposed_for = forms.CharField(widget=forms.HiddenInput, required=False)
    secretary = ByFullName(
        label=_("Secretary"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Keeps the papers of the commission and its schedule."),
    )
    total = forms.ChoiceField(
        label=_("What ranks"), choices=[*USUAL, *Total.choices], required=False
    )
    places = forms.ChoiceField(
        label=_("Shared places"), choices=[*USUAL, *Places.choices], required=False
    )
    ties_on = forms.ChoiceField(
        label=_("Equal means"), choices=[*USUAL, *TiesOn.choices], required=False
    )
    tie_break = forms.MultipleChoiceField(
        label=_("Equal scores are told apart by, in this order"),
        choices=TieBreak.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: as usual for its kind."),
    )
    needed = forms.IntegerField(
        label=_("Marks that a cell needs"), min_value=1, max_value=20, required=False
    )
    quorum = forms.IntegerField(
        label=_("Signed sheets that a result needs"), min_value=1, max_value=20, required=False
    )
    spread = forms.IntegerField(
        label=_("Spread of marks that asks for a sentence"),
        min_value=0,
        max_value=10,
        required=False,
        help_text=_("0: nobody is asked."),
    )
    threshold = forms.DecimalField(
        label=_("Score from which a nomination is proposed"),
        max_digits=4,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    several_nominations = forms.ChoiceField(
        label=_("Several nominations for one person"), choices=YES_NO, required=False
    )
    winners_nominated = forms.ChoiceField(
        label=_("Winners of places may be nominated"), choices=YES_NO, required=False
    )

    class Meta:
        model = Campaign
        fields = ["kind", "year", "title", *DAYS, "secretary", "criteria"]
        help_texts = {
            "title": _("Left empty: the name of the kind and the year."),
            "criteria": _("Left empty: those of the kind and the year."),
            "material_until": _("The last day on which material is taken."),
        }
        widgets = {
            "kind": forms.Select(attrs={"data-proposes": "days"}),
            "year": forms.NumberInput(attrs={"data-proposes": "days"}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["title"].required = fields["criteria"].required = False
        fields["title"].widget.first_required = False
        for field in fields["title"].fields:
            field.required = False
        held = self.instance.secretary_id
        fields["secretary"].queryset = Person.objects.filter(
            Q(pk__in=Person.objects.employees().values("pk")) | Q(pk=held)
        )
        fields["criteria"].queryset = CriteriaSet.objects.visible_to(user).for_list()
        self._leave_out_of_kind(self._kind_shown())
        if self.instance.pk:
            del fields["proposed_for"]
            fields["kind"].disabled = fields["year"].disabled = True
            fields["criteria"].disabled = self.instance.state != Campaign.State.PREPARATION
            self._show_own_rules()

    def _kind_shown(self) -> AssessmentKind | None:
        """Of which kind the campaign is, or would be as the form stands."""
        if self.instance.pk:
            return self.instance.kind
        key = str(self["kind"].value() or "")
        return AssessmentKind.objects.filter(pk=key[:18]).first() if key.isdecimal() else None

    def _leave_out_of_kind(self, kind: AssessmentKind | None) -> None:
        """What this kind never asks: material, places, nominations."""
        if kind is None:
            return
        gone = () if kind.collects_material else ("material_until",)
        for name in (*gone, *(() if kind.is_contest else OF_CONTESTS)):
            self.fields.pop(name, None)

    def _show_own_rules(self) -> None:
        """Of a campaign only those rules are shown that are not its kind's."""
        if not self.instance.is_being_prepared:
            for name in (*RULES, "criteria"):
                self.fields.pop(name, None)
            return
        own, usual = self.instance.scoring, self.instance.kind.scoring
        for name in RULES:
            value = getattr(own, name)
            if name in self.fields and value != getattr(usual, name):
                shown = ("yes" if value else "no") if name in FLAGS else value
                self.initial[name] = list(shown) if name == "tie_break" else shown

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind, year = cleaned.get("kind"), cleaned.get("year")
        if kind is None or year is None:
            return cleaned
        self._clean_once(kind, year)
        self._clean_days(cleaned, kind, year)
        self._clean_criteria(cleaned, kind, year)
        if not cleaned.get("title"):
            cleaned["title"] = proposed_title(kind, year)
        if "total" in self.fields:
            self._clean_rules(cleaned, kind)
        return cleaned

    def _clean_once(self, kind, year) -> None:
        same = Campaign.objects.filter(kind=kind, year=year).exclude(state="cancelled")
        if kind.is_yearly and (there := same.exclude(pk=self.instance.pk).first()):
            words = gettext("There is one of %(year)s already: %(campaign)s.")
            self.add_error("year", words % {"year": year, "campaign": there})

    def _clean_days(self, cleaned, kind, year) -> None:
        """Days that nobody touched follow the kind and year that were chosen; a script does the
        same at once.
        """
        if not kind.collects_material:
            cleaned["material_until"] = None
        key, _colon, before = cleaned.get("proposed_for", "").partition(":")
        if not (key.isdecimal() and before.isdecimal()):
            return
        earlier = proposed_days(AssessmentKind.objects.filter(pk=key[:18]).first(), int(before[:4]))
        if any(name in self.errors for name in DAYS) or any(
            cleaned.get(name) != earlier.get(name) for name in ("scoring_until", "results_on")
        ):
            return
        days = {name: proposed_days(kind, year).get(name) for name in DAYS}
        if any(day != cleaned.get(name) for name, day in days.items()):
            self.data = self.data.copy()
            self.data["proposed_for"] = f"{kind.pk}:{year}"
            for name, day in days.items():
                cleaned[name], self.data[name] = day, day.isoformat() if day else ""
            words = gettext("The days now follow %(kind)s, %(year)s: look at them and go on.")
            self.add_error(None, words % {"kind": kind, "year": year})

    def _clean_criteria(self, cleaned, kind, year) -> None:
        chosen = cleaned.get("criteria")
        if chosen and (chosen.kind_id, chosen.year) != (kind.pk, year):
            words = gettext("These are criteria of another kind or year: %(criteria)s.")
            self.add_error("criteria", words % {"criteria": chosen})
        elif chosen is None and "criteria" in self.fields:
            rows = CriteriaSet.objects.in_use().filter(kind=kind, year=year)
            cleaned["criteria"] = rows.order_by("-edition").first()

    def _clean_rules(self, cleaned, kind) -> None:
        said: dict[str, Any] = {name: cleaned[name] for name in CHOICES if cleaned.get(name)}
        said |= {name: cleaned[name] for name in NUMBERS if cleaned.get(name) is not None}
        said |= {name: cleaned[name] == "yes" for name in FLAGS if cleaned.get(name)}
        if cleaned.get("tie_break"):
            said["tie_break"] = cleaned["tie_break"]
        if cleaned.get("threshold") is not None:
            said["threshold"] = f"{cleaned['threshold']:.2f}"
        self.rules = ScoringRules.of(kind.scoring.data() | said)
        for name, words in self.rules.faults().items():
            self.add_error(name if name in self.fields else None, words)

    def save(self, commit=True):
        if "total" in self.fields:
            self.instance.rules = self.rules.data()
        return super().save(commit)


def proposed_title(kind: AssessmentKind, year: int) -> TranslatedText:
    """“Internal monitoring, 2027” in every language of the kind's name."""
    return TranslatedText({code: f"{name}, {year}" for code, name in kind.name.items()})


class WhyForm(HouseForm, StepForm):
    """A reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": "4"})
    )


class RoundForm(HouseForm, StepForm):
    """What was discussed."""

    reason = forms.CharField(
        label=_("What was discussed"), max_length=1000, widget=forms.Textarea(attrs={"rows": "4"})
    )


class ComputeForm(HouseForm, StepForm):
    """Why the results come on another day than they should; only asked outside the window."""

    late_reason = forms.CharField(
        label=_("Why they come on another day"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        window = self.instance.results_window()
        if not window or window[0] <= localdate() <= window[1]:
            del self.fields["late_reason"]
            return
        first, last = (f"{day:%d.%m.%Y}" for day in window)
        self.fields["late_reason"].help_text = gettext(
            "Results come out between %(first)s and %(last)s: say why not today."
        ) % {"first": first, "last": last}
