"""The pages of a protocol: its papers, its signing, opinions, corrections, extracts (2.7)."""

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.printing import show
from common.views.act import ObjectActPage
from common.views.page import ObjectPage
from documents import openings
from documents.views.route_pages import PaperPage, SignatureAdd, SignedStep
from planning.forms.protocol import CorrectForm, DissentForm, ExtractForm
from planning.models import Dissent, Meeting
from planning.models.protocol_manifest import signers_of
from planning.protocol_pdf import LANGUAGES, stem
from planning.protocol_sheets import agenda_pdf, attendance_pdf, extract_pdf

from .meeting import earlier_to_come
from .meetings import TONES

UNWRITTEN = ("planned", "cancelled")


class ProtocolPaper(PaperPage):
    """The protocol: a draft at any moment while people talk, the kept paper once it is signed."""

    model = Meeting
    permission = "planning.view_meeting"

    def get_queryset(self):
        return super().get_queryset().exclude(state__in=UNWRITTEN)


class ProtocolStep(SignedStep):
    """Sent to be signed, signed, returned: each on its page."""

    model = Meeting
    permission = "planning.view_meeting"
    tones = TONES
    sentences = SignedStep.sentences | {
        "send": gettext_lazy(
            "The minutes are frozen as they are: nothing in them can be changed while they are "
            "signed. Those who sign get a letter."
        ),
        "sign": gettext_lazy("You sign the protocol as it stands on the page you came from."),
        "send_back": gettext_lazy("The protocol goes back to its secretary; the round is over."),
        "recall": gettext_lazy(
            "The minutes can be changed again; signatures given stay on record."
        ),
    }

    def _route(self):
        if self.name != "send":
            return super()._route()
        told = {"word": _("Will be asked"), "tone": "grey"}
        orders: dict[int, list] = {}
        for order, person in signers_of(self.object):
            orders.setdefault(order, []).append({"who": person.signature_name, **told})
        label = _("Signs")
        return {
            "route": [
                {"label": label, "state": "later", "lines": lines}
                for _order, lines in sorted(orders.items())
            ]
        }

    def about(self):
        """Before it is sent: that the invited, who stand in it by name, do not sign."""
        about = super().about()
        if self.name == "send" and self.object.attendance.guests().present().exists():
            words = _("The invited stand in the protocol by name and do not sign it.")
            about["sentence"] = f"{self.sentences['send']} {words}"
        return about


class MeetingSignatureAdd(SignatureAdd):
    """A signature file hung on the kept protocol."""

    model = Meeting
    permission = "planning.add_signature_to_meeting"


class SheetPage(ObjectPage, SingleObjectMixin, View):
    """A paper beside the protocol, made when it is asked for, in Kyrgyz or in Russian."""

    model = Meeting
    permission = "planning.view_meeting"
    name = ""

    def get_queryset(self):
        return super().get_queryset().exclude(state=Meeting.State.CANCELLED)

    def get(self, request, *args, **kwargs):
        asked = request.GET.get("lang") or request.LANGUAGE_CODE
        if "lang" in request.GET and asked not in dict(settings.LANGUAGES):
            raise Http404
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        openings.note(request.user, self.object)
        return show(self.render(language), f"{self.name}_{stem(self.object)}_{language}.pdf")

    def render(self, language: str) -> bytes:
        raise NotImplementedError


class AgendaPaper(SheetPage):
    """The agenda as a paper, to be sent out before."""

    name = "agenda"

    def render(self, language):
        return agenda_pdf(self.object, language, earlier_to_come(self.object, self.request.user))


class AttendancePaper(SheetPage):
    """The list that those who come sign by hand."""

    name = "attendance"

    def render(self, language):
        return attendance_pdf(self.object, language)


class ExtractPage(ObjectPage, SingleObjectMixin, FormView):
    """Items of a signed protocol as an extract; the making of it is journalled.

    Whoever answers for a decision of a meeting that they may not read gets what was resolved, not
    what was said.
    """

    model = Meeting
    permission = "planning.extract_meeting"
    form_class = ExtractForm
    template_name = "pages/step.html"
    title = gettext_lazy("Extract from the protocol")

    def get_queryset(self):
        own = Meeting.objects.filter(items__decisions__responsible=self.request.user.person_id)
        return Meeting.objects.filter(Q(pk__in=self.readable()) | Q(pk__in=own.values("pk")))

    def readable(self):
        """The meetings that this reader may open."""
        return Meeting.objects.visible_to(self.request.user).values("pk")

    def back_url(self):
        if self.readable().filter(pk=self.object.pk).exists():
            return self.object.get_absolute_url()
        return reverse("planning:decisions")

    def get_form_kwargs(self):
        items = self.object.items_to_extract(self.request.user)
        return super().get_form_kwargs() | {"items": items}

    def get_initial(self):
        items = list(self.object.items_to_extract(self.request.user)[:2])
        return {"items": items if len(items) == 1 else []}

    def form_valid(self, form):
        language, items = form.cleaned_data["language"], form.cleaned_data["items"]
        by = self.request.user
        numbers = self.object.extract(by=by, items=items, language=language)
        is_short = not self.readable().filter(pk=self.object.pk).exists()
        made = extract_pdf(self.object, numbers, language, by=by, is_short=is_short)
        return show(made, f"extract_{stem(self.object)}_{language}.pdf")

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs):
        context = {
            "submit_label": _("Make the extract"),
            "cancel_url": self.back_url(),
            "number": str(self.object),
            "sentence": _("The chosen items with the words “True extract”: print and sign it."),
        }
        return super().get_context_data(**context | kwargs)


class DissentPage(ObjectActPage):
    """A member writes a dissenting opinion."""

    model = Meeting
    permission = "planning.dissent_meeting"
    form_class = DissentForm
    title = gettext_lazy("Dissenting opinion")
    submit_label = gettext_lazy("Attach my opinion")
    sentence = gettext_lazy(
        "Your opinion is attached to the protocol with your name and the day. Until the protocol "
        "is signed it stands in it; for three days after, beside it."
    )

    def not_now(self, *, may):
        if may and not self.object.takes_opinions():
            return _(
                "A dissenting opinion is written from the opening of the meeting until three "
                "days after the signing."
            )
        return ""

    def act(self, form):
        Dissent.objects.write(self.object, by=self.request.user, text=form.cleaned_data["text"])
        return self.object

    def done_sentence(self):
        return _("Your opinion is attached.")


class CorrectPage(ObjectActPage):
    """A signed protocol is corrected by a new one."""

    model = Meeting
    permission = "planning.correct_meeting"
    form_class = CorrectForm
    title = gettext_lazy("Correct by a new protocol")
    submit_label = gettext_lazy("Plan the meeting")
    sentence = gettext_lazy(
        "What was signed stays as it is. A new meeting is planned; its protocol names this one "
        "and says what it corrects."
    )

    def act(self, form):
        return self.object.correct(by=self.request.user, **form.cleaned_data)

    def done_sentence(self):
        return _("The meeting is planned: its protocol will correct this one.")
