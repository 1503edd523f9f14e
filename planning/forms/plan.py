"""Forms of a work plan, its lines and its estimate (004/5.2; 003/9.1)."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.forms import HouseForm
from documents.models import Document
from people.models import Person
from planning.models import EstimateRow, Obligation, PlanKind, PlanLine, WorkPlan
from planning.plan_periods import FREE, Term, end_of, nearest_start, next_start
from planning.plan_scopes import kinds_for, people_for, units_for

OWNERS = ("unit", "person", "body", "project")
WANTED = {
    "unit": _("Whose plan is it? Choose the unit."),
    "person": _("Whose plan is it? Choose the employee."),
    "body": _("Whose plan is it? Choose the meeting or council."),
    "project": _("Which project is it? Name it."),
}
AUTUMN = 9  # from this month on a plan is rather for the next year


class ByFullName(forms.ModelChoiceField):
    """People by their full names."""

    def label_from_instance(self, person):
        return person.full_name


class KindSelect(forms.Select):
    """Each kind tells the page whose plan it is, so that only the field of that is shown."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if kind := getattr(value, "instance", None):
            option["attrs"]["data-scope"] = kind.scope
        return option


class ByScope(ModelChoiceIterator):
    """Kinds in groups by whose plans they are."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        kinds = list(self.queryset)
        for scope in PlanKind.Scope:
            if rows := [self.choice(kind) for kind in kinds if kind.scope == scope]:
                yield (scope.label, rows)


class KindField(forms.ModelChoiceField):
    """The kind of a plan."""

    widget = KindSelect
    iterator = ByScope


class PlanForm(HouseForm, forms.ModelForm):
    """Which plan, of whom, for which period, on which ground, what it carries out."""

    kind = KindField(label=_("Kind"), queryset=PlanKind.objects.none())
    person = ByFullName(label=_("Employee"), queryset=Person.objects.none(), required=False)
    copy = forms.ModelChoiceField(
        label=_("Begin with lines of"), queryset=WorkPlan.objects.none(), required=False
    )
    only_open = forms.BooleanField(
        label=_("Only what was not finished there"), required=False, initial=True
    )

    class Meta:
        model = WorkPlan
        fields = [
            *("kind", "since", "until", "unit", "person", "body", "project"),
            *("basis", "strategy", "follows"),
        ]
        help_texts = {
            "since": _("The first day of its period."),
            "until": _("Leave empty where the term says it: a year, a quarter, a month."),
            "unit": _("For the plan of a unit."),
            "body": _("For the plan of a meeting or council."),
            "project": _("For the plan of a project: its name."),
            "basis": _("By which order, decision or requirement it is made."),
            "strategy": _("The strategy or concept that it carries out."),
            "follows": _("The plan of the longer period that it carries out."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        fields: dict[str, Any] = self.fields
        fields["kind"].queryset = kinds_for(user).select_related("branch")
        fields["until"].required = False
        fields["basis"].widget.attrs["rows"] = 2
        seen = WorkPlan.objects.visible_to(user).for_list().exclude(state="dropped")
        kept = seen.filter(Q(state__in=["approved", "archived"]))
        fields["follows"].queryset = self._longer(kept)
        kinds = PlanKind.objects.filter(follows__isnull=False).values("follows")
        fields["strategy"].queryset = Document.objects.visible_to(user).filter(type__in=kinds)
        fields["person"].queryset = people_for(user, self.instance.person_id)
        fields["unit"].queryset = units_for(user, self.instance.unit_id)
        for name in OWNERS:  # shown only where the chosen kind is of such
            fields[name].asked_for = name
        if self.instance.pk:
            del fields["copy"], fields["only_open"]
            fields["kind"].disabled = True
        else:
            fields["copy"].queryset = kept
            self.initial.setdefault("since", self._usual_start())

    def _usual_start(self):
        """Of a kind that is chosen already its next period; else the year."""
        today = localdate()
        chosen = kinds_for(self.user).filter(pk=self.initial.get("kind") or 0).first()
        if chosen and chosen.term not in (Term.YEAR, *FREE):
            return next_start(chosen.term, today)
        year = today.year + (today.month >= AUTUMN)
        return today.replace(year=year, month=1, day=1)

    def _longer(self, kept):
        """Plans that it may carry out: a month is never one, and of a draft those that cover it."""
        rows = kept.exclude(pk=self.instance.pk).exclude(kind__term=Term.MONTH)
        if self.instance.pk:
            since, until = self.instance.since, self.instance.until
            same = Q(since=since, until=until)
            covering = rows.filter(since__lte=since, until__gte=until).exclude(same)
            rows = covering | rows.filter(pk=self.instance.follows_id)
        return rows

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind, since = cleaned.get("kind"), cleaned.get("since")
        if kind is None or since is None:
            return cleaned
        for name in OWNERS:
            if name == kind.scope and name not in self.errors and not cleaned.get(name):
                self.add_error(name, WANTED[name])
            elif name != kind.scope and cleaned.get(name):
                words = gettext("A plan of the kind “%(kind)s” is not of one: leave it empty.")
                self.add_error(name, words % {"kind": kind})
        self._clean_period(cleaned, kind, since)
        self._clean_follows(cleaned)
        return cleaned

    def _clean_follows(self, cleaned) -> None:
        longer, since, until = (cleaned.get(name) for name in ("follows", "since", "until"))
        if not (longer and since and until):
            return
        covers = longer.since <= since and until <= longer.until
        if not covers or (longer.since, longer.until) == (since, until):
            words = gettext(
                "Choose a plan of a longer period that holds this one; this is of %(period)s."
            )
            self.add_error("follows", words % {"period": longer.period})

    def _clean_period(self, cleaned, kind, since) -> None:
        if (fitting := nearest_start(kind.term, since)) != since:
            words = gettext("A plan of this kind does not begin on this day; the nearest: %(day)s.")
            self.add_error("since", words % {"day": numeric(fitting)})
            return
        last = end_of(kind.term, since)
        until = cleaned.get("until")
        if last is None and until is None and "until" not in self.errors:
            self.add_error("until", gettext("Say the last day of the plan."))
        elif last and until and until != last:
            words = gettext("The term of this kind ends on %(day)s: leave the day empty.")
            self.add_error("until", words % {"day": numeric(last)})
        elif last:
            cleaned["until"] = last

    def _post_clean(self):
        super()._post_clean()
        # A plan of the same kind, whose and day: said beside the day, by the model.
        if "since" in self.errors and NON_FIELD_ERRORS in self.errors:
            del self.errors[NON_FIELD_ERRORS]


class LineForm(HouseForm, forms.ModelForm):
    """One line: what, with which result, who answers, by what day, with what."""

    person = ByFullName(label=_("Who answers"), queryset=Person.objects.none(), required=False)

    class Meta:
        model = PlanLine
        fields = [
            *("number", "section", "measure", "result", "person", "position", "unit", "helpers"),
            *("starts", "due", "resources", "serves", "objective", "obligation"),
        ]
        help_texts = {
            "section": _("Lines of one section stand together."),
            "unit": _("An employee, a position or a unit: one of the three is enough."),
            "starts": _("Where it takes longer than a day."),
            "serves": _("The line of the longer plan that this one carries out."),
        }

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = Person.objects.employees().order_by("sorted_as")
        if self.instance.person_id:
            fields["person"].queryset |= Person.objects.filter(pk=self.instance.person_id)
        fields["obligation"].queryset = Obligation.objects.in_use().order_by("sorted_as")
        plan = self.instance.plan
        if plan.follows_id:
            fields["serves"].queryset = PlanLine.objects.filter(plan=plan.follows_id)
        else:
            del fields["serves"]
        if not self.instance.pk:  # its own number is empty, which is no number to begin with
            self.initial["number"] = self.initial.get("number") or plan.next_line_number()

    def clean_number(self):
        """Each number once in a plan."""
        number, plan = self.cleaned_data["number"], self.instance.plan
        if plan.lines.filter(number=number).exclude(pk=self.instance.pk).exists():
            words = gettext("This number is taken in the plan; the next free one is %(number)s.")
            raise forms.ValidationError(words % {"number": plan.next_line_number()})
        return number


class EstimateForm(HouseForm, forms.ModelForm):
    """One row of the estimate; the sum is counted."""

    class Meta:
        model = EstimateRow
        fields = ["line", "article", "measure", "quantity", "price"]
        help_texts = {"line": _("Leave empty where it is for the whole plan.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = PlanLine.objects.filter(plan=self.instance.plan_id)
        for name in ("quantity", "price"):
            self.fields[name].localize = True
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def _clean_fields(self):
        """Numbers as people type them: with a comma, with spaces between the thousands."""
        if self.data:
            self.data = self.data.copy()
            for name in ("quantity", "price"):
                key = self.add_prefix(name)
                typed = "".join(str(self.data.get(key, "")).split())
                self.data[key] = typed.replace(",", ".")
        super()._clean_fields()


class CarryForm(HouseForm, forms.Form):
    """From which earlier plan lines are taken, and which of them."""

    earlier = forms.ModelChoiceField(label=_("From the plan"), queryset=WorkPlan.objects.none())
    only_open = forms.BooleanField(
        label=_("Only what was not finished there"), required=False, initial=True
    )

    def __init__(self, *args, user, plan, **kwargs):
        super().__init__(*args, **kwargs)
        rows = WorkPlan.objects.visible_to(user).for_list().exclude(pk=plan.pk)
        rows = rows.filter(state__in=["approved", "archived"])
        self.fields["earlier"].queryset = rows
        last = rows.filter(kind=plan.kind_id, until__lt=plan.since).order_by("-until").first()
        self.initial["earlier"] = last
