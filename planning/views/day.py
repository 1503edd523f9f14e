"""Special days: their register, the page of one, and how they are entered and taken off."""

import django_filters
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry, SpecialDay
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, Tab
from common.views.act import ObjectActPage
from common.working_days import days_changed
from common.yes_no import YesNoFilter
from planning.day_months import weekday
from planning.following import ToCome
from planning.forms.days import DayForm

TONES = {"off": "grey", "short": "amber", "working": "blue"}


def years(_request) -> list[tuple[int, str]]:
    """The years that have special days, newest first."""
    found = SpecialDay.objects.dates("day", "year", order="DESC")
    return [(one.year, str(one.year)) for one in found]


class DayFilters(django_filters.FilterSet):
    """By year, kind and whether the day is still to be announced."""

    year = django_filters.TypedChoiceFilter(
        label=gettext_lazy("Year"), field_name="day__year", coerce=int
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind of day"), choices=SpecialDay.Kind.choices
    )
    expected = YesNoFilter(label=gettext_lazy("Still to be announced"), field_name="is_expected")

    class Meta:
        model = SpecialDay
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(self.request)


class Days(ListPage):
    """Every day that is not what its weekday says, with its basis."""

    model = SpecialDay
    permission = "planning.view_day"
    filterset_class = DayFilters
    title = gettext_lazy("Special days")
    lead = gettext_lazy("Days off, shortened days and weekend days made working, with the basis.")
    empty_text = gettext_lazy("There is no special day yet.")
    empty_hint = gettext_lazy("Fill a year from the program's list, or enter a day.")
    add_permission = "planning.manage_days"
    add_label = gettext_lazy("Add a day")
    add_url = reverse_lazy("planning:day_add")
    intake = "special_days"
    columns = [
        Column("day", gettext_lazy("Day"), lambda d: numeric(d.day), sort="day", kind="code"),
        Column("weekday", gettext_lazy("Weekday"), lambda d: weekday(d.day)),
        Column(
            "kind",
            gettext_lazy("Kind of day"),
            lambda d: d.get_kind_display(),
            sort="kind",
            kind="state",
            tone=lambda d: TONES[d.kind],
        ),
        Column("name", gettext_lazy("Title"), lambda d: d.name, sort="sorted_as"),
        Column(
            "expected",
            gettext_lazy("Still to be announced"),
            lambda d: _("expected") if d.is_expected else "",
        ),
        Column("basis", gettext_lazy("Basis"), lambda d: d.basis),
    ]

    def get_context_data(self, **kwargs):
        self.request.menu_path = reverse("planning:days")
        return super().get_context_data(**kwargs)


class DayDetail(DetailPage):
    """One special day: what it is, by which basis, who changed it."""

    model = SpecialDay
    permission = "planning.view_day"

    def get_title(self):
        return str(self.object.name)

    def get_context_data(self, **kwargs):
        self.request.menu_path = reverse("planning:days")
        day = self.object
        context = {
            "number": numeric(day.day),
            "state": {"label": day.get_kind_display(), "tone": TONES[day.kind]},
        }
        return super().get_context_data(**kwargs) | context

    def steps(self):
        if not self.request.user.has_perm("planning.manage_days"):
            return []
        edit = reverse("planning:day_edit", args=[self.object.pk])
        remove = reverse("planning:day_remove", args=[self.object.pk])
        return [
            {"label": _("Edit"), "url": edit, "primary": True},
            {"label": _("Take off the calendar"), "url": remove, "danger": True},
        ]

    def facts(self):
        day = self.object
        return [
            Fact(_("Day"), f"{numeric(day.day)}, {weekday(day.day)}"),
            Fact(_("Basis"), day.basis),
            Fact(_("Still to be announced"), _("Yes") if day.is_expected else ""),
            Fact(
                _("Year"),
                _("Working days of %(year)s") % {"year": day.day.year},
                reverse("planning:days_of", args=[day.day.year]),
            ),
        ]

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class DayFormPage:
    """What a new and a changed day have in common: terms and plans follow in the same deed."""

    model = SpecialDay
    form_class = DayForm
    permission = "planning.manage_days"
    told: list[str] = []

    def recorded(self, form):
        before = form.initial.get("day")
        touched = {self.object.day.year} | ({before.year} if hasattr(before, "year") else set())
        self.told = days_changed(touched, by=self.request.user) + self.to_come.told()
        if self.object.kind == SpecialDay.Kind.OFF and self.object.day.weekday() >= 5:
            words = _("%(day)s is a %(weekday)s: the number of working days stays as it was.")
            told = {"day": numeric(self.object.day), "weekday": weekday(self.object.day)}
            self.told = [words % told, *self.told]

    def form_valid(self, form):
        self.to_come = ToCome()
        answer = super().form_valid(form)
        if isinstance(answer, HttpResponseRedirect):
            tell(self.request, self.told)
        return answer

    def get_context_data(self, **kwargs):
        self.request.menu_path = reverse("planning:days")
        return super().get_context_data(**kwargs)


def tell(request, sentences: list[str]) -> None:
    """What followed from a change of the calendar."""
    for sentence in sentences:
        messages.info(request, sentence)


class DayCreate(DayFormPage, CreatePage):
    title = gettext_lazy("New special day")

    def get_initial(self):
        return {"day": self.request.GET.get("day", "")[:10], "kind": "off"}

    def recorded(self, form):
        form.initial = {}
        super().recorded(form)

    def get_cancel_url(self):
        return reverse("planning:days")


class DayEdit(DayFormPage, EditPage):
    title = gettext_lazy("A special day")


class DayRemove(ObjectActPage):
    """Take a day off the working calendar: it is again what its weekday says."""

    model = SpecialDay
    form_class = Form
    permission = "planning.manage_days"
    title = gettext_lazy("Take off the calendar")
    submit_label = gettext_lazy("Take off the calendar")
    sentence = gettext_lazy(
        "The day is again what its weekday says, and the duties that are not yet due move with "
        "it. The history keeps that it stood here."
    )
    danger = True

    def act(self, form):
        seen = self.request.POST.get("revision", "")
        to_come = ToCome()
        self.object.remove(by=self.request.user, seen=int(seen) if seen.isdecimal() else 0)
        self.told = days_changed([self.object.day.year], by=self.request.user) + to_come.told()
        return self.object

    def where_next(self, done):
        return reverse("planning:days_of", args=[done.day.year])

    def form_valid(self, form):
        self.told: list[str] = []
        answer = super().form_valid(form)
        tell(self.request, self.told)
        return answer

    def done_sentence(self):
        return _("%(day)s is taken off the calendar.") % {"day": numeric(self.object.day)}

    def get_context_data(self, **kwargs):
        self.request.menu_path = reverse("planning:days")
        return super().get_context_data(revision=self.object.revision, **kwargs)
