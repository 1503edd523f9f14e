"""Writing criteria: a year begun from the one before, the whole draft, a new edition."""

import re
from copy import copy

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import CreatePage, EditPage, ObjectActPage
from common.views.step import StepForm
from monitoring.forms.criteria import CriteriaCreateForm, CriteriaForm
from monitoring.models import CriteriaSet
from monitoring.weights import WHOLE, percent

from .criteria_state import state_of

SETS = re.compile(r"criteria(-\d{1,3}-indicators)?")


class CriteriaCreate(CreatePage):
    """The criteria of a new year: what was approved before comes along, key by key (000/3.3)."""

    model = CriteriaSet
    form_class = CriteriaCreateForm
    permission = "monitoring.add_criteriaset"
    title = gettext_lazy("Criteria of a new year")
    submit_label = gettext_lazy("Go on")

    def get_context_data(self, **kwargs):
        lead = _(
            "What was approved for the years before comes along, to be revised. The first ones "
            "begin with what is proposed for their kind."
        )
        return super().get_context_data(lead=lead, **kwargs)

    def get_cancel_url(self):
        return reverse("monitoring:criteria_list")

    def save(self, form):
        given = form.cleaned_data
        author = self.request.user.person
        return CriteriaSet.begin(kind=given["kind"], year=given["year"], author=author)

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}edit/"


class CriteriaEdit(EditPage):
    """The whole tree of a draft on one page."""

    model = CriteriaSet
    form_class = CriteriaForm
    permission = "monitoring.change_criteriaset"
    template_name = "monitoring/criteria_edit.html"
    title = gettext_lazy("Criteria and indicators")

    def not_now(self, *, may):
        criteria = self.object
        if may or criteria.state == "draft":
            return ""
        as_draft = copy(criteria)
        as_draft.state = "draft"
        if not self.request.user.has_perm(self.permission, as_draft):
            return ""
        words = _("%(criteria)s: now “%(state)s”, not rewritten. A new edition changes them.")
        return words % {"criteria": criteria, "state": criteria.get_state_display()}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"author": self.request.user.person}

    def get_context_data(self, **kwargs):
        found = super().get_context_data(**kwargs)
        if not found["form"].is_bound:
            found |= state_of(self.object, may_change=True, here=True)
        return found

    def post(self, request, *args, **kwargs):
        if SETS.fullmatch(more := request.POST.get("more", "")):
            return self.one_row_more(more)
        return super().post(request, *args, **kwargs)

    def one_row_more(self, name: str):
        """Without a script the server adds the row; what is typed stays as it is."""
        self.object = self.get_object()
        data = self.request.POST.copy()
        total = data.get(f"{name}-TOTAL_FORMS", "")
        data[f"{name}-TOTAL_FORMS"] = str(int(total[:4]) + 1 if total.isdecimal() else 1)
        added = f"{name}-{int(data[f'{name}-TOTAL_FORMS']) - 1}-indicators"
        if name == "criteria":
            data |= {f"{added}-TOTAL_FORMS": "1", f"{added}-INITIAL_FORMS": "0"}
        kwargs = {"instance": self.object, "author": self.request.user.person}
        form = CriteriaForm(data, **kwargs)
        form.as_typed()
        revision = data.get("revision", "")
        return self.render_to_response(self.get_context_data(form=form, revision=revision))

    def recorded(self, form):
        total = self.object.total_weight()
        if total != WHOLE:
            words = _("The weights sum to %(sum)s per cent; they have to sum to 100 exactly.")
            messages.warning(self.request, words % {"sum": percent(total)})


class CriteriaRenew(ObjectActPage):
    """A new edition of approved criteria, while nothing rests on them."""

    model = CriteriaSet
    form_class = StepForm
    permission = "monitoring.renew_criteriaset"
    title = gettext_lazy("New edition")
    submit_label = gettext_lazy("Begin a new edition")
    sentence = gettext_lazy(
        "A draft is made with everything these criteria say. Once it is approved, it takes their "
        "place; until then they hold."
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "instance": self.object}

    def not_now(self, *, may):
        return self.object.why_no_new_edition() if may else ""

    def act(self, form):
        return self.object.new_edition(by=self.request.user)

    def where_next(self, done):
        return f"{done.get_absolute_url()}edit/"

    def done_sentence(self):
        return _("The new edition is begun: say what changes.")
