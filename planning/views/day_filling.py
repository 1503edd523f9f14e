"""Filling a year from the program's list: what would be written is seen first."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.edit import FormView

from common.day_filling import fill, filling_of
from common.models import WorkingYear
from common.views.act import ActPage
from planning.following import ToCome
from planning.forms.days import FillForm, of_list
from planning.views.day import tell
from planning.views.days import OfYear


class FillYear(OfYear, ActPage, FormView):
    """The days that the list has more or otherwise; what a hand wrote stays."""

    permission = "planning.manage_days"
    form_class = FillForm
    template_name = "planning/days_fill.html"
    submit_label = gettext_lazy("Fill the year")
    told: list[str] = []
    count = 0

    def get_title(self):
        return _("Fill %(year)s from the program's list") % {"year": self.year}

    def get_form_kwargs(self):
        self.plan = filling_of(self.year)
        return super().get_form_kwargs() | {"plan": self.plan}

    def act(self, form):
        wanted, seen = form.days(), form.cleaned_data["seen"]
        self.count = len(wanted)
        to_come = ToCome()
        self.told = fill(self.year, by=self.request.user, days=wanted, seen=seen)
        self.told += to_come.told()
        return WorkingYear.objects.get(year=self.year)

    def form_valid(self, form):
        answer = super().form_valid(form)
        tell(self.request, self.told)
        return answer

    def done_sentence(self):
        words = ngettext("%(count)s day was written.", "%(count)s days were written.", self.count)
        return words % {"count": self.count}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = _("%(day)s (in the list: %(listed)s)")
        kept = [words % {"day": of_list(o), "listed": of_list(n)} for o, n in self.plan.kept]
        return context | {"plan": self.plan, "kept": kept}
