"""The forms of criteria: a new year; the whole tree of a draft on one page (000/3.2, 3.3)."""

from django import forms
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from monitoring.models import AssessmentKind, CriteriaSet, Direction
from monitoring.models.criteria_filling import POINTS, fill
from monitoring.weights import in_per_cent
from people.forms.colleague import ColleagueField
from people.models import Person

from .criteria_rows import CRITERIA, point_fields, point_words
from .criteria_tree import Sum, Trouble, check_moves, summed, troubles, values_of

FIRST = 2000
LAST = 2100


class CriteriaCreateForm(HouseForm, forms.ModelForm):
    """Of which kind, for which year; the lines of the year before come along."""

    class Meta:
        model = CriteriaSet
        fields = ["kind", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = list(AssessmentKind.objects.all()[:1])
        self.initial.setdefault("year", localdate().year)
        self.initial.setdefault("kind", kinds[0].pk if kinds else None)

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not FIRST <= year <= LAST:
            raise forms.ValidationError(_("Type the year with four digits."))
        return year

    def clean(self):
        cleaned = super().clean()
        if {"kind", "year"} <= set(cleaned):
            there = CriteriaSet.objects.in_use().filter(kind=cleaned["kind"], year=cleaned["year"])
            if there.exists():
                words = gettext("There are criteria of %(year)s already: open them in the list.")
                self.add_error("year", words % {"year": cleaned["year"]})
        return cleaned


class CriteriaForm(HouseForm, forms.ModelForm):
    """The whole draft: the revision of the year, the scale, criteria with their indicators."""

    revised_by = ColleagueField(
        label=_("Revised by"), queryset=Person.objects.none(), required=False
    )

    class Meta:
        model = CriteriaSet
        fields = ["revision_words", "revised_on", "revised_by"]
        labels = {"revision_words": _("What was added or changed this year")}
        help_texts = {
            "revision_words": _(
                "The criteria are revised every year. What differs from last year is found and "
                "printed by itself; say here in words what was done and why."
            )
        }

    scale = tuple(f"point_{point}" for point in POINTS)
    revision = ("revision_words", "revised_on", "revised_by")

    def __init__(self, *args, author, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["revised_by"].queryset = Person.objects.able_to_act()
        self.fields |= point_fields()
        for name in self.revision:
            self.fields[name].is_needed_to_send = True
        if not self.instance.revised_on:
            self.initial |= {"revised_on": localdate(), "revised_by": author.pk}
        self.initial |= _points(self.instance.points.filter(indicator=None))
        kept = None if self.is_bound else self._rows_kept()
        self.criteria = CRITERIA(
            self.data if self.is_bound else None,
            prefix="criteria",
            form_kwargs={
                "directions": [(d.pk, str(d)) for d in Direction.objects.all()],
                "criteria": [
                    (row.key, f"{number}. {row.title}")
                    for number, row in enumerate(self.instance.whole_tree(), 1)
                ],
                "collects": self.instance.kind.collects_material,
            },
            initial=kept,
        )
        self.criteria.extra = 0 if kept else 1

    def _rows_kept(self) -> list[dict]:
        """The rows of the draft as the form shows them."""
        return [
            {
                "kept": row.key,
                "title": row.title,
                "direction": row.direction_id,
                "indicators": [
                    {
                        "kept": one.key,
                        "title": one.title,
                        "weight": in_per_cent(one.weight),
                        "material": one.material,
                        **_points(one.points.all()),
                    }
                    for one in row.indicators.all()
                ],
            }
            for row in self.instance.whole_tree()
        ]

    def clean_revised_on(self):
        day = self.cleaned_data["revised_on"]
        if day and day > localdate():
            raise forms.ValidationError(_("The day cannot lie in the future."))
        return day

    def is_valid(self):
        good = super().is_valid()
        if good_rows := self.criteria.is_valid():
            check_moves(self.criteria)
            good_rows = not troubles(self.criteria)
        if good_rows:
            return good
        if not self._told_of_rows:
            self._told_of_rows = True
            self.add_error(None, gettext("Some rows of the criteria have to be mended."))
        return False

    _told_of_rows = False

    @cached_property
    def troubles(self) -> list[Trouble]:
        """What is wrong in which row, each with its place; nothing while nothing is judged."""
        return troubles(self.criteria) if self._told_of_rows else []

    def as_typed(self) -> None:
        """Show what is typed without judging it yet."""
        sets = [self.criteria, *(row.indicators for row in self.criteria.forms)]
        for form in (self, *(row for rows in sets for row in rows.forms)):
            form._errors = forms.utils.ErrorDict(renderer=self.renderer)
        for rows in sets:
            rows._errors, rows._non_form_errors = [], forms.utils.ErrorList()

    def save(self, commit=True):
        criteria = super().save(commit)
        fill(criteria, point_words(self.cleaned_data), values_of(self.criteria))
        return criteria

    @cached_property
    def total(self) -> Sum:
        """The sum of the weights as they are typed."""
        return summed(self.criteria)

    @property
    def parts(self) -> dict[str, list]:
        """What was revised; the words of the scale."""
        return {
            part: [self[name] for name in getattr(self, part)] for part in ("revision", "scale")
        }


def _points(rows) -> dict[str, dict]:
    return {f"point_{row.point}": row.words for row in rows}
