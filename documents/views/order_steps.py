"""The steps of an order and of its points, its papers, the sheet signed on paper."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Blob
from common.printing import show
from common.views import ObjectActPage, StepPage
from documents import openings
from documents.copies_pdf import marked
from documents.forms import order_steps as forms
from documents.models import Order, OrderPoint, OrderReading
from documents.order_bound import bound_pdf, has_files
from documents.pdf import paper_name

from .orders import POINT_TONES, TONES
from .route_pages import ROUTE_FORMS, ROUTE_SENTENCES, PaperPage, SignatureAdd, SignedStep


class OrderStep(SignedStep):
    """Send, agree, sign, enter from paper, note that it is carried out."""

    model = Order
    permission = "documents.view_order"
    tones = TONES
    step_forms = ROUTE_FORMS | {"approve": forms.SignOrderForm, "enter": forms.EnterOrderForm}
    sentences = ROUTE_SENTENCES | {
        "approve": gettext_lazy(
            "You sign the order. It gets its number and goes at once to everybody it names."
        ),
        "enter": gettext_lazy(
            "For an order that was signed on paper: enter what the paper says. Everybody it names "
            "is asked to acquaint themselves with it."
        ),
        "fulfil": gettext_lazy("Everything in it is done; it stays readable for ever."),
        "drop": gettext_lazy("Nobody is told of it. It stays in the list as dropped."),
    }

    def dispatch(self, request, *args, **kwargs):
        if kwargs["step"] == "repeal":  # done by the new order when that is signed
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().select_related("kind__route", "author")


class PointStep(StepPage):
    """Report a point as done; confirm the report or return it."""

    model = OrderPoint
    permission = "documents.view_orderpoint"
    tones = POINT_TONES
    step_forms = {"report": forms.ReportForm, "give_back": forms.GiveBackForm}
    sentences = {
        "report": gettext_lazy("Whoever controls the order looks at it and confirms."),
        "confirm": gettext_lazy("The point is done. With its last point the order is carried out."),
        "give_back": gettext_lazy("It waits for the same people again, with your remark."),
    }

    def dispatch(self, request, *args, **kwargs):
        if kwargs["step"] not in ("report", "confirm", "give_back"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().select_related("order__kind", "order__controlled_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lines = [self.object.shown_text]
        if self.object.result and self.name != "report":
            lines.append(_("What was done: %(words)s") % {"words": self.object.result})
        return context | {"consequences": lines}


class OrderPaper(PaperPage):
    """The order as a paper; of one that was repealed a print that says so."""

    model = Order
    permission = "documents.view_order"

    def get(self, request, *args, **kwargs):
        if self.object.state == Order.State.REPEALED and "original" not in request.GET:
            language = self.get_language()
            openings.note(request.user, self.object)
            return show(self.render(language), paper_name(self.object, language))
        return super().get(request, *args, **kwargs)


class OrderBound(OrderPaper):
    """The order and the files of its appendices in one PDF, made now."""

    def get(self, request, *args, **kwargs):
        if not has_files(self.object):
            raise Http404
        language = self.get_language()
        openings.note(request.user, self.object)
        data = marked(bound_pdf(self.object, language), self.object)
        return show(data, paper_name(self.object, language))


class OrderSignatureAdd(SignatureAdd):
    model = Order
    permission = "documents.add_signature_to_order"


class OrderOnPaper(ObjectActPage):
    """Whoever keeps orders enters who signed the sheet by hand."""

    model = Order
    permission = "documents.acquaint_with_order"
    form_class = forms.OrderOnPaperForm
    title = gettext_lazy("Record a signed sheet")
    submit_label = gettext_lazy("Record the signed sheet")
    sentence = gettext_lazy("The acquaintance then says who recorded it, and keeps the scan.")

    def get_form_kwargs(self):
        open_ones = OrderReading.objects.filter(order=self.object).open().for_list()
        return super().get_form_kwargs() | {"readings": open_ones}

    def act(self, form):
        given, scan = form.cleaned_data, form.cleaned_data["scan"]
        OrderReading.objects.record_on_paper(
            given["readings"],
            by=self.request.user,
            on=given["on"],
            scan=(scan.name, Blob.store(scan.chunks())) if scan else None,
        )
        return self.object

    def where_next(self, done):
        return f"{done.get_absolute_url()}?tab=acquainted#tab"

    def done_sentence(self):
        return _("Noted: they are acquainted on paper.")
