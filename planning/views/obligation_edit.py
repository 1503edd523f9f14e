"""Keeping obligations: new, changed, ended and kept again."""

from django.contrib import messages
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import numeric
from common.views import CreatePage, EditPage, ObjectActPage
from planning import rule_form
from planning.forms.keeping import EndForm, KeepForm
from planning.forms.obligation import ObligationForm
from planning.models import Duty, Obligation


class ObligationSaved:
    """What new and edit have in common."""

    model = Obligation
    form_class = ObligationForm
    template_name = "planning/obligation_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}


class ObligationAdd(ObligationSaved, CreatePage):
    """An obligation that came with no profile."""

    permission = "planning.add_obligation"
    title = gettext_lazy("New obligation")

    def save(self, form):
        last = Obligation.objects.order_by("-order").values_list("order", flat=True).first()
        form.instance.order = min((last or 0) + 1, 32767)
        return super().save(form)


class ObligationEdit(ObligationSaved, EditPage):
    """A changed rule is for the days to come: duties that stand keep the day they opened with."""

    permission = "planning.change_obligation"
    title = gettext_lazy("Edit the obligation")

    def save(self, form):
        """Another rule counts from today: it makes no work of days that are gone."""
        one, today = form.instance, localdate()
        stood = Obligation.objects.get(pk=one.pk)
        is_other = rule_form.fields_of(stood.rule) != rule_form.fields_of(one.rule)
        if is_other and one.since == stood.since < today:
            one.since = today
            words = _("The new days count from today, %(day)s.")
            messages.info(self.request, words % {"day": numeric(today)})
        return super().save(form)

    def get_context_data(self, **kwargs):
        stands = stands_words(self.object, self.request.user)
        return super().get_context_data(**{"stands": stands, **kwargs})


def waiting(one: Obligation, reader):
    """Its duties that stand, as far as the reader may know them."""
    seen = Duty.objects.visible_to(reader).filter(obligation=one)
    return seen.filter(state__in=("open", "scheduled"))


def stands_words(one: Obligation, reader) -> str:
    """That what is open keeps its day, where something is."""
    count = waiting(one, reader).count()
    if not count:
        return ""
    words = ngettext(
        "%(count)s open duty keeps the day it was opened with.",
        "%(count)s open duties keep the day they were opened with.",
        count,
    )
    return words % {"count": count}


class ObligationEnd(ObjectActPage):
    """It binds no more from a day on."""

    model = Obligation
    permission = "planning.change_obligation"
    form_class = EndForm
    title = gettext_lazy("End the obligation")
    submit_label = gettext_lazy("End it")
    sentence = gettext_lazy("From this day on nothing opens of it; what was done stays in sight.")
    danger = True

    def not_now(self, *, may):
        return _("It has ended already.") if may and self.object.ended_on else ""

    def get_form_kwargs(self):
        count = waiting(self.object, self.request.user).count()
        return super().get_form_kwargs() | {"count": count, "since": self.object.since}

    def act(self, form):
        given = form.cleaned_data
        self.object.end(
            by=self.request.user,
            on=given["on"],
            reason=given["reason"],
            duties=given.get("duties", "stay"),
        )
        return self.object

    def done_sentence(self):
        return _("It has ended.") if self.object.ended_on <= localdate() else _("Its end is set.")


class ObligationKeep(ObjectActPage):
    """It was ended by mistake, or binds again."""

    model = Obligation
    permission = "planning.change_obligation"
    form_class = KeepForm
    title = gettext_lazy("Keep it again")
    submit_label = gettext_lazy("Keep it again")
    sentence = gettext_lazy(
        "Its days to come open again from today; what was due meanwhile does not. A duty "
        "that was noted as missed or no longer needed opens again on its own page only."
    )

    def not_now(self, *, may):
        return _("It is kept already.") if may and not self.object.ended_on else ""

    def act(self, form):
        self.object.keep_again(by=self.request.user, reason=form.cleaned_data["reason"])
        return self.object

    def done_sentence(self):
        return _("It is kept again.")
