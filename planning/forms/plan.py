"""Forms of a work plan, its lines and its estimate (004/5.2; 003/9.1)."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.forms import HouseForm
from documents.models import Document
from documents.models.heads import led_by, units_under
from people.models import Person, Unit
from planning.models import EstimateRow, Obligation, PlanKind, PlanLine, WorkPlan
from planning.plan_periods import end_of

PLANS_ALL = {"planning.manage", "documents.author", "documents.manage"}
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


def kinds_for(user):
    """The kinds of plan that this user may begin: all, or those of their unit and their own."""
    if user.powers & PLANS_ALL:
        return PlanKind.objects.all()
    scopes = [PlanKind.Scope.PERSON]
    if units_under(user):
        scopes.append(PlanKind.Scope.UNIT)
    return PlanKind.objects.filter(scope__in=scopes)


class PlanForm(HouseForm, forms.ModelForm):
    """Which plan, of whom, for which period, on which ground, what it carries out."""

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
        fields["follows"].queryset = kept.exclude(pk=self.instance.pk)
        kinds = PlanKind.objects.filter(follows__isnull=False).values("follows")
        fields["strategy"].queryset = Document.objects.visible_to(user).filter(type__in=kinds)
        people, units = Person.objects.employees().order_by("sorted_as"), Unit.objects.in_use()
        if not user.powers & PLANS_ALL:
            people = people.filter(Q(pk=user.person_id) | Q(pk__in=led_by(user).values("pk")))
            units = units.filter(pk__in=units_under(user))
        fields["person"].queryset, fields["unit"].queryset = people, units
        if self.instance.pk:
            del fields["copy"], fields["only_open"]
            fields["kind"].disabled = True
        else:
            fields["copy"].queryset = kept
            today = localdate()
            year = today.year + (today.month >= AUTUMN)
            self.initial.setdefault("since", today.replace(year=year, month=1, day=1))

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        kind, since = cleaned.get("kind"), cleaned.get("since")
        if kind is None or since is None:
            return cleaned
        for name in OWNERS:
            if name == kind.scope and name not in self.errors and not cleaned.get(name):
                self.add_error(name, WANTED[name])
            elif name != kind.scope:
                cleaned[name] = "" if name == "project" else None
        self._clean_period(cleaned, kind, since)
        return cleaned

    def _clean_period(self, cleaned, kind, since) -> None:
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
        if not self.instance.pk:
            self.initial.setdefault("number", plan.next_line_number())


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
