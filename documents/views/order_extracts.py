"""What is taken from an order: its acquaintance sheet, extracts of chosen points (domain 2.8)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.models import JournalEntry, deed, record
from common.printing import show
from common.views.page import ObjectPage
from documents import openings
from documents.forms.order_steps import ExtractForm
from documents.models import Order
from documents.order_pdf import acquaintance_pdf, extract_pdf
from documents.order_words import control_words, point_words


class OrderSheet(ObjectPage, SingleObjectMixin, View):
    """The acquaintance sheet of an order, with a line for each to sign, in the language of the
    order or in another it stands in (004/5.5.1).
    """

    model = Order
    permission = "documents.view_order"

    def get(self, request, *args, **kwargs):
        languages = self.object.languages()
        language = request.GET.get("lang", languages[0])
        if not self.object.is_signed or language not in languages:
            raise Http404
        openings.note(request.user, self.object, read=False)
        return show(acquaintance_pdf(self.object, language), "acquaintance.pdf")


def sheets_of(order) -> list[tuple[str, str]]:
    """The sheet in each language of the order: what it is called, and where it opens."""
    url = reverse("documents:order_sheet", args=[order.pk])
    names, (_first, *others) = dict(settings.LANGUAGES), order.languages()
    words = _("Acquaintance sheet: %(language)s")
    more = [(words % {"language": _(names[code])}, f"{url}?lang={code}") for code in others]
    return [(_("Acquaintance sheet"), url), *more]


class OrderExtract(ObjectPage, SingleObjectMixin, FormView):
    """An extract of chosen points, certified by whoever gives it (domain 2.8)."""

    model = Order
    permission = "documents.extract_order"
    template_name = "pages/form.html"
    form_class = ExtractForm
    title = gettext_lazy("Extract from the order")

    def get_form_kwargs(self):
        order, language = self.object, self.object.language
        with override(language):
            words = [point_words(order, point, language) for point in order.points.for_manifest()]
            words += filter(None, [control_words(order, language)])
        names = dict(settings.LANGUAGES)
        return super().get_form_kwargs() | {
            "points": [(n, f"{n}. {said[:160]}") for n, said in enumerate(words, 1)],
            "languages": [(code, _(names[code])) for code in order.languages()],
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("Make an extract"),
            cancel_url=self.object.get_absolute_url(),
            lead=self.object.headline,
            **kwargs,
        )

    def form_valid(self, form):
        given, order = form.cleaned_data, self.object
        points, language = sorted(given["points"]), given["language"]
        with deed(by=self.request.user):
            entry = record(
                order, "extract_order", by=self.request.user, points=points, language=language
            )
        link = format_html(
            '{} <a href="{}" target="_blank">{}</a>',
            _("The extract is made."),
            reverse("documents:order_extract_paper", args=[order.pk, entry.pk]),
            _("Open the PDF"),
        )
        messages.success(self.request, link)
        return HttpResponseRedirect(order.get_absolute_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class OrderExtractPaper(ObjectPage, SingleObjectMixin, View):
    """An extract as a PDF, for who made it and as the journal keeps it."""

    model = Order
    permission = "documents.extract_order"

    def get(self, request, *args, **kwargs):
        own = JournalEntry.objects.about(self.object).filter(deed="extract_order")
        entry = get_object_or_404(own, pk=kwargs["entry"], user_id=request.user.pk)
        made, on = entry.details, localdate(entry.at)
        language = made.get("language", self.object.language)
        openings.note(request.user, self.object)
        data = extract_pdf(self.object, language, set(made["points"]), by=request.user, on=on)
        return show(data, f"extract_{self.object.pk}.pdf")
