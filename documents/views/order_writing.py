"""Writing an order: begun by its kind, filled in, its files; one that repeals another."""

from copy import copy

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Attachment, Blob, deed, record
from common.views import CreatePage, EditPage, ObjectActPage
from documents.forms.order import OrderCreateForm, OrderForm
from documents.forms.order_rows import HOLDING, SETS
from documents.forms.text import AttachForm
from documents.models import Order, OrderPoint
from documents.models.order_filling import begin_order


class OfDraftOrder:
    """A page that writes on a draft: who could, and comes too late, is told so."""

    def not_now(self, *, may):
        order = self.object
        if may or order.state == "draft":
            return ""
        as_draft = copy(order)
        as_draft.state = "draft"
        if not self.request.user.has_perm(self.permission, as_draft):
            return ""
        words = _("%(order)s is no longer a draft, it is now “%(state)s”: it is not rewritten.")
        return words % {"order": order, "state": order.get_state_display()}


class OrderCreate(CreatePage):
    """A new draft of one kind; ``?repeals=`` begins one that takes another back."""

    model = Order
    form_class = OrderCreateForm
    permission = "documents.add_order"
    title = gettext_lazy("New order")
    submit_label = gettext_lazy("Go on")

    @cached_property
    def repealed(self) -> Order | None:
        """The order that the new one is to take back."""
        pk = self.request.GET.get("repeals", "")
        if not pk.isdecimal():
            return None
        rows = Order.objects.visible_to(self.request.user).filter(state__in=HOLDING)
        return get_object_or_404(rows, pk=pk[:18])

    def get_initial(self):
        initial = super().get_initial()
        if old := self.repealed:
            initial |= {"kind": old.kind_id, "language": old.language}
        elif self.request.GET.get("kind", "").isdecimal():
            initial["kind"] = self.request.GET["kind"][:18]
        return initial

    def get_context_data(self, **kwargs):
        lead = _("It repeals: %(order)s.") % {"order": self.repealed} if self.repealed else ""
        return super().get_context_data(lead=lead, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_cancel_url(self):
        return self.repealed.get_absolute_url() if self.repealed else reverse("documents:orders")

    def save(self, form):
        given = form.cleaned_data
        author = self.request.user.person
        words = {name: given[name] for name in ("language", "title")}
        order = begin_order(given["kind"], author, **words)
        if self.repealed:
            OrderPoint.objects.create(order=order, place=1, repeals=self.repealed)
        return order

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}edit/"


class OrderEdit(OfDraftOrder, EditPage):
    """The whole draft on one page: fields, points, appendices."""

    model = Order
    form_class = OrderForm
    permission = "documents.change_order"
    template_name = "documents/order_edit.html"
    title = gettext_lazy("Draft of an order")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def post(self, request, *args, **kwargs):
        if (more := request.POST.get("more")) in SETS:
            return self.one_row_more(more)
        return super().post(request, *args, **kwargs)

    def one_row_more(self, name: str):
        """Without a script the server adds the row; what is typed stays as it is."""
        self.object = self.get_object()
        data = self.request.POST.copy()
        total = data.get(f"{name}-TOTAL_FORMS", "")
        data[f"{name}-TOTAL_FORMS"] = str(int(total) + 1 if total.isdecimal() else 1)
        form = OrderForm(data, instance=self.object, reader=self.request.user)
        form.as_typed()
        revision = data.get("revision", "")
        return self.render_to_response(self.get_context_data(form=form, revision=revision))


class OrderAttach(OfDraftOrder, ObjectActPage):
    """A file beside the order, which the signature covers too."""

    model = Order
    permission = "documents.change_order"
    template_name = "pages/form.html"
    form_class = AttachForm
    title = gettext_lazy("Attach a file")
    submit_label = gettext_lazy("Attach")

    def act(self, form):
        file = form.cleaned_data["file"]
        order = held_draft(self.object)
        Attachment.objects.create(
            owner=order, blob=Blob.store(file.chunks()), name=file.name, added_by=self.request.user
        )
        record(order, "attach", by=self.request.user)
        return order

    def where_next(self, done):
        return f"{done.get_absolute_url()}?tab=files#tab"

    def done_sentence(self):
        return _("The file is attached.")


class OrderDetach(OfDraftOrder, ObjectActPage):
    """Take a file off a draft."""

    model = Order
    permission = "documents.change_order"
    title = gettext_lazy("Remove a file")
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            order = held_draft(self.object)
            files = Attachment.objects.of(order).filter(kind="attachment")
            file = get_object_or_404(files, pk=kwargs["file"])
            record(order, "detach", by=request.user, sha256=file.blob.sha256)
            file.delete()
        return HttpResponseRedirect(order.get_absolute_url())


def held_draft(order) -> Order:
    """The same, locked inside a deed; 404 where it was sent a moment ago."""
    rows = Order.objects.select_for_update(of=("self",)).filter(state=Order.State.DRAFT)
    return get_object_or_404(rows, pk=order.pk)
