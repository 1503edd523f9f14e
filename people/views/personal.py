"""One's own data: consent, a copy by one click, erasure; and the same kept for others."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.models import Attachment, Blob, deed
from common.personal import reasons_to_keep
from common.views import ActPage, Page
from people.forms.personal import ConsentTextForm, PaperConsentForm
from people.models import Consent, ConsentText, DataRequest, Person
from people.models.erasure import erase, why_not


def data_of(person) -> dict:
    """What the page of one person's data shows."""
    text = ConsentText.current()
    consents = person.consents.select_related("text").prefetch_related("attachments")
    return {
        "person": person,
        "text": text,
        "consents": consents,
        "is_given": any(c.text_id == text.pk and not c.withdrawn_at for c in consents)
        if text
        else False,
        "requests": person.data_requests.prefetch_related("attachments"),
        "transfers": person.transfers.all(),
    }


class MyData(Page, TemplateView):
    """What is held about me, what I consented to, and my requests (domain 2.6)."""

    template_name = "people/my_data.html"
    permission = "people.view_own_data"
    title = gettext_lazy("My personal data")

    def get_context_data(self, **kwargs):
        data = data_of(self.request.user.person)
        return super().get_context_data(is_own=True, **data, **kwargs)


class MyDataDeed(Page, View):
    """One click on that page: consent, withdraw, ask for a copy or for erasure."""

    permission = "people.view_own_data"
    http_method_names = ["post"]

    def post(self, request, deed):
        person, user = request.user.person, request.user
        if deed == "consent" and ConsentText.current():
            Consent.give(person, by=user, language=get_language())
            messages.success(request, _("Thank you: your consent is noted."))
        elif deed == "withdraw":
            for consent in person.consents.valid():
                consent.withdraw(by=user)
            messages.success(request, _("Your consent is withdrawn."))
        elif deed in DataRequest.Kind:
            DataRequest.ask(person, deed, by=user)
            messages.success(request, _("Your request is noted; the answer comes within a week."))
        else:
            raise Http404
        return HttpResponseRedirect(reverse("people:my_data"))


class PersonData(ActPage):
    """The same page of another person, for who keeps personal data; a consent on paper."""

    template_name = "people/person_data.html"
    permission = "people.keep_personal_data"
    form_class = PaperConsentForm

    def dispatch(self, request, *args, **kwargs):
        self.person = get_object_or_404(Person, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_title(self):
        return _("Personal data: %(name)s") % {"name": self.person.full_name}

    def get_initial(self):
        return {"language": self.person.language}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            reasons=reasons_to_keep(self.person), **data_of(self.person), **kwargs
        )

    def act(self, form):
        if ConsentText.current() is None:
            raise ValidationError(_("There is no text of the consent yet: write it first."))
        given, user = form.cleaned_data, self.request.user
        blob = Blob.store(given["scan"].chunks())
        with deed(by=user):
            consent = Consent.give(
                self.person,
                by=user,
                language=given["language"],
                given_on=given["given_on"],
                on_paper=True,
            )
            name = given["scan"].name
            Attachment.objects.create(
                owner=consent, blob=blob, name=name, kind="scan", added_by=user
            )

    def done_sentence(self):
        return _("The consent is noted.")

    def where_next(self, done):
        return self.request.path


class ErasePerson(Page, TemplateView):
    """What will go and what stays, then the button (domain 2.6)."""

    template_name = "people/erase.html"
    permission = "people.erase_person"

    def dispatch(self, request, *args, **kwargs):
        self.person = get_object_or_404(Person, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_title(self):
        return _("Erase the data: %(name)s") % {"name": self.person.full_name}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.person,
            refusal=why_not(self.person),
            reasons=reasons_to_keep(self.person),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        try:
            erase(self.person, by=request.user)
        except ValidationError:
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, _("The data is erased."))
        return HttpResponseRedirect(reverse("people:person_data", args=[self.person.pk]))


class ConsentTextEdit(ActPage):
    """The words to which people consent; saving makes a new version."""

    permission = "people.keep_personal_data"
    form_class = ConsentTextForm
    title = gettext_lazy("Text of the consent")

    def get_context_data(self, **kwargs):
        lead = _("Saving makes a new version; everyone is asked for consent anew.")
        return super().get_context_data(lead=lead, **kwargs)

    def get_cancel_url(self):
        return reverse("people:data_requests")

    def act(self, form):
        ConsentText.publish(form.cleaned_data["text"], by=self.request.user)

    def done_sentence(self):
        return _("The new text holds from today.")

    def where_next(self, done):
        return self.get_cancel_url()
