"""Who acts for whom: the register, its records, entering one and ending it early."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.models import JournalEntry
from common.views import ActPage, Column, DetailPage, Fact, ListPage, ObjectActPage, Tab
from people.forms.substitution import SubstitutionForm
from people.models import Person, Substitution

STAGES = {
    "now": (gettext_lazy("Now"), "green"),
    "coming": (gettext_lazy("Coming"), "blue"),
    "ended": (gettext_lazy("Over"), "grey"),
}


class SubstitutionFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(code, word) for code, (word, _tone) in STAGES.items()],
        method="by_stage",
    )

    class Meta:
        model = Substitution
        fields = ["stage", "kind"]

    def by_stage(self, rows, name, value):
        today = localdate()
        ended = Q(ended_at__isnull=False) | Q(until__lt=today)
        if value == "ended":
            return rows.filter(ended)
        rows = rows.exclude(pk__in=rows.filter(ended).values("pk"))
        return rows.filter(since__gt=today) if value == "coming" else rows.filter(since__lte=today)


class Substitutions(ListPage):
    """Everybody sees who acts for whom, and by which order (004/5.5.1)."""

    model = Substitution
    permission = "people.view_substitution"
    title = gettext_lazy("Substitutions")
    filterset_class = SubstitutionFilter
    empty_text = gettext_lazy("Nobody acts for anybody yet.")
    add_permission = "people.add_substitution"
    add_label = gettext_lazy("Enter a substitution")
    add_url = reverse_lazy("people:substitution_add")
    columns = [
        Column("absent", gettext_lazy("For whom"), lambda s: s.absent.short_name),
        Column("position", gettext_lazy("Position"), lambda s: s.position),
        Column("acting", gettext_lazy("Who acts"), lambda s: s.acting.short_name, kind="person"),
        Column(
            "since", gettext_lazy("From"), lambda s: numeric(s.since), sort="since", kind="date"
        ),
        Column(
            "until",
            gettext_lazy("To"),
            lambda s: numeric(s.until) if s.until else "",
            sort="until",
            kind="date",
        ),
        Column("order", gettext_lazy("Order"), lambda s: order_of(s)),
        Column(
            "state",
            gettext_lazy("State"),
            lambda s: STAGES[s.stage][0],
            kind="state",
            tone=lambda s: STAGES[s.stage][1],
        ),
    ]

    def search_rows(self, rows, words):
        people = Person.objects.search(words)
        return rows.filter(Q(absent__in=people) | Q(acting__in=people))


def order_of(substitution) -> str:
    """The order's number and date, as lists write them."""
    return f"№ {substitution.order_number}, {numeric(substitution.order_date)}"


class SubstitutionDetail(DetailPage):
    model = Substitution
    permission = "people.view_substitution"

    def get_queryset(self):
        related = ("absent", "acting", "position", "entered_by__person")
        return super().get_queryset().select_related(*related)

    def get_title(self):
        return _("%(who)s acts for %(name)s") % {
            "who": self.object.acting.short_name,
            "name": self.object.absent.short_name,
        }

    def get_context_data(self, **kwargs):
        label, tone = STAGES[self.object.stage]
        return super().get_context_data(number=order_of(self.object), **kwargs) | {
            "state": {"label": label, "tone": tone}
        }

    def facts(self):
        shown = self.object
        by = shown.entered_by
        return [
            Fact(_("Kind"), shown.get_kind_display()),
            Fact(_("For whom"), shown.absent, shown.absent.get_absolute_url()),
            Fact(_("Position"), shown.position),
            Fact(_("Who acts"), shown.acting, shown.acting.get_absolute_url()),
            Fact(_("From"), numeric(shown.since)),
            Fact(_("To"), numeric(shown.until) if shown.until else _("until it is ended")),
            Fact(_("Order"), order_of(shown)),
            Fact(_("Signs in this position"), _("Yes") if shown.signs else _("No")),
            Fact(_("Powers"), "; ".join(str(power) for power in shown.given) or "—"),
            Fact(_("Ended early"), shown.ended_at and date_and_time(shown.ended_at)),
            Fact(_("Entered by"), by.person.short_name if by else "Sapat"),
        ]

    def steps(self):
        if self.object.stage == "ended" or not self.request.user.has_perm(
            "people.end_substitution"
        ):
            return []
        url = reverse("people:substitution_end", args=[self.object.pk])
        return [{"label": _("End it now"), "url": url, "danger": True}]

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class SubstitutionAdd(ActPage):
    """Enter it as the order says; letters go to both."""

    permission = "people.add_substitution"
    form_class = SubstitutionForm
    title = gettext_lazy("Substitution or delegation")
    submit_label = gettext_lazy("Enter")

    def get_cancel_url(self):
        return reverse("people:substitutions")

    def act(self, form):
        substitution = form.save(commit=False)
        substitution.begin(by=self.request.user, powers=form.cleaned_data["powers"])
        return substitution

    def refuse(self, form, error):
        """The model speaks of a position; the form asks for it together with its holder."""
        faults = getattr(error, "error_dict", {})
        if "position" in faults:
            faults["post"] = faults.pop("position")
        super().refuse(form, error)

    def done_sentence(self):
        return _("Entered. Both were told by letter.")


class SubstitutionEnd(ObjectActPage):
    model = Substitution
    permission = "people.end_substitution"
    form_class = forms.Form
    title = gettext_lazy("End it now")
    submit_label = gettext_lazy("End it now")
    sentence = gettext_lazy(
        "From this moment the powers are gone, and what waits for signature is asked of the "
        "position's own holder alone. What was signed stays signed."
    )
    danger = True

    def act(self, form):
        self.object.end(by=self.request.user)
        return self.object

    def done_sentence(self):
        return _("It is ended.")
