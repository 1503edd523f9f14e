"""Each step of a record on its page; its term; a signed paper put on record (DP-02)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.reach import within_reach
from common.views import StepPage
from common.views.act import ActPage, ObjectActPage
from documents.forms import records as forms
from documents.models import Record
from documents.record_sources import (
    case_of,
    day_of,
    make_record,
    may_put,
    model_of,
    record_of,
    source_of,
)

from .records import TONES, until_words


class RecordStep(StepPage):
    """Close, store, lose, restore, keep longer; never destroy: that is done by an act."""

    model = Record
    permission = "documents.view_record"
    tones = TONES
    step_forms = {
        "drop": forms.ReasonStep,
        "store": forms.StoreForm,
        "end_term": forms.ReasonStep,
        "keep_longer": forms.KeepLongerForm,
        "lose": forms.LoseForm,
        "restore": forms.RestoreForm,
    }
    sentences = {
        "close": gettext_lazy(
            "It gets its number, and from now on what it says and its files never change."
        ),
        "store": gettext_lazy(
            "It lies in the archive, and its term is taken from the nomenclature: a later change "
            "there does not touch it."
        ),
        "end_term": gettext_lazy("It may then be put up for disposal by an act."),
        "keep_longer": gettext_lazy("It goes back into storage until the new day."),
        "lose": gettext_lazy("It is shown as lost until it is restored."),
        "restore": gettext_lazy("A file with another hash is refused, or stands openly beside."),
        "drop": gettext_lazy("It was opened by mistake. It has no number, and its files go."),
    }

    def dispatch(self, request, *args, **kwargs):
        if kwargs["step"] in ("destroy", "expire"):  # by an act; by the day
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ChangeRetention(ObjectActPage):
    """Another term for a stored record: both stay readable."""

    model = Record
    permission = "documents.change_retention_record"
    form_class = forms.RetentionForm
    title = gettext_lazy("Change the term of keeping")
    submit_label = gettext_lazy("Change the term")
    sentence = gettext_lazy(
        "The term before stays in the history. It is never shorter than what has passed, and "
        "never changed while a hold lies on the record."
    )

    def get_initial(self):
        return {"keep": self.object.keep, "years": self.object.years}

    def act(self, form):
        self.object.change_retention(by=self.request.user, **form.cleaned_data)
        return self.object

    def done_sentence(self):
        return _("Kept until: %(until)s.") % {"until": until_words(self.object)}


class RecordFrom(ActPage):
    """A signed paper becomes a record of its case, without being typed again."""

    permission = "documents.add_record"
    form_class = forms.FromPaperForm
    template_name = "pages/step.html"
    submit_label = gettext_lazy("Put on record")

    def dispatch(self, request, *args, **kwargs):
        model = model_of(kwargs["label"])
        if model is None or not request.user.has_perm(self.permission):
            raise Http404
        self.paper = within_reach(model, request.user).filter(pk=kwargs["key"]).first()
        source = self.paper and source_of(self.paper)
        if not source or not source.is_signed(self.paper):
            raise Http404
        if not may_put(request.user, self.paper):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def not_now(self, *, may):
        if may and record_of(self.paper):
            return _("There is a record of this paper already.")
        return ""

    def back_url(self):
        return record_of(self.paper).get_absolute_url()

    def get_title(self):
        return _("Put on record")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"day": day_of(self.paper)}

    def get_initial(self):
        return {"case": case_of(self.paper)}

    def act(self, form):
        return make_record(self.paper, by=self.request.user, case=form.cleaned_data["case"])

    def get_cancel_url(self):
        return self.paper.get_absolute_url()

    def get_context_data(self, **kwargs):
        sentence = _(
            "The files as they were signed become a record of the case; it is closed at once."
        )
        return super().get_context_data(number=str(self.paper), sentence=sentence, **kwargs)
