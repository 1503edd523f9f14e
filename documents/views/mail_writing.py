"""Registering, writing and changing letters, and their files (RI-05)."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Attachment, deed, record
from common.views import CreatePage, EditPage, ObjectActPage
from documents.forms.mail import (
    IncomingEditForm,
    IncomingForm,
    InternalEditForm,
    InternalForm,
    MailFileForm,
    OutgoingForm,
    kept,
)
from documents.models import Correspondence, Direction, HeldPaper, MailTerm
from documents.models.correspondence_deeds import Twice

from .mail_registers import NAMES

REPLY = "reply"  # the kind that the shipped profiles give an answer


class MailCreate(CreatePage):
    """A new letter of one direction, perhaps an answer to another (``?answers=``)."""

    model = Correspondence
    direction = Direction.INCOMING

    @cached_property
    def answered(self) -> Correspondence | None:
        """The letter that is to be answered."""
        key = self.request.GET.get("answers", "")
        if not key.isdecimal():
            return None
        rows = Correspondence.objects.visible_to(self.request.user)
        return get_object_or_404(rows.exclude(number=""), pk=key[:18])

    def get_initial(self):
        letter = self.answered
        if letter is None:
            return self.about_a_paper()
        return {
            "answers_number": letter.number,
            "kind": MailTerm.objects.filter(group=MailTerm.Group.KIND, code=REPLY).first(),
            "party": letter.party,
            "person": letter.person,
            "words": letter.words,
            "subject": letter.subject,
            "language": letter.language,
            "case": letter.case,
            "access": letter.access,
        }

    def about_a_paper(self) -> dict:
        """To the owner of a paper that was damaged or lost (004/7.5.4)."""
        key = self.request.GET.get("held", "")
        if not key.isdecimal():
            return {}
        paper = get_object_or_404(HeldPaper.objects.visible_to(self.request.user), pk=key[:18])
        return {
            "party": paper.party,
            "person": paper.person,
            "words": paper.words,
            "subject": f"{paper.item}: {paper.get_state_display()}",
            "text": {self.request.LANGUAGE_CODE: f"{paper.item}\n\n{paper.harm}"},
            "language": self.request.LANGUAGE_CODE,
        }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_cancel_url(self):
        return reverse(NAMES[self.direction])

    def save(self, form):
        form.instance.author = self.request.user.person
        form.instance.direction = self.direction
        return form.save()


class Registering(MailCreate):
    """Registered at once: it has its number when the page is answered."""

    submit_label = gettext_lazy("Register")

    def save(self, form):
        letter = super().save(form)
        given = form.cleaned_data
        for file, kind in form.handed_in():
            letter.attach(file, by=self.request.user, kind=kind)
        try:
            letter.register(
                by=self.request.user,
                number=given["number"],
                registered_on=given["registered_on"],
                anyway=given.get("anyway", False),
            )
        except Twice as error:
            raise ValidationError(form.offer_anyway(error.letter)) from error
        return letter

    def form_invalid(self, form):
        form.instance.pk = None
        return super().form_invalid(form)

    def saved_message(self):
        return _("Registered under No. %(number)s.") % {"number": self.object.number}


class IncomingCreate(Registering):
    form_class = IncomingForm
    permission = "documents.add_incoming"
    title = gettext_lazy("Register a letter")


class InternalCreate(Registering):
    direction = Direction.INTERNAL
    form_class = InternalForm
    permission = "documents.add_internal"
    title = gettext_lazy("Write to a colleague")


class OutgoingCreate(MailCreate):
    direction = Direction.OUTGOING
    form_class = OutgoingForm
    permission = "documents.add_outgoing"
    title = gettext_lazy("Write a letter")
    submit_label = gettext_lazy("Save the draft")


class LetterEdit(EditPage):
    """What is known of a letter; its number stays."""

    model = Correspondence
    permission = "documents.change_letter"
    title = gettext_lazy("Change the letter")
    forms = {
        Direction.INCOMING: IncomingEditForm,
        Direction.OUTGOING: OutgoingForm,
        Direction.INTERNAL: InternalEditForm,
    }

    def get_form_class(self):
        return self.forms[self.object.direction]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def recorded(self, form):
        """Who reads it now is asked, and nobody else."""
        self.object.ask_today()


class LetterAttach(ObjectActPage):
    """Hang a file on a letter that is open or still a draft."""

    model = Correspondence
    permission = "documents.attach_to_letter"
    template_name = "pages/form.html"
    form_class = MailFileForm
    title = gettext_lazy("Attach a file")
    submit_label = gettext_lazy("Attach")

    def act(self, form):
        given = form.cleaned_data
        self.object.attach(kept(given["file"]), by=self.request.user, kind=given["kind"])
        record(self.object, "attach", by=self.request.user)
        return self.object

    def where_next(self, done):
        return f"{done.get_absolute_url()}?tab=files#tab"

    def done_sentence(self):
        return _("The file is attached.")


class LetterDetach(ObjectActPage):
    """Take a file off a draft; what was registered keeps its files."""

    model = Correspondence
    permission = "documents.change_correspondence"
    title = gettext_lazy("Remove a file")
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            rows = Correspondence.objects.select_for_update().filter(state="draft")
            letter = get_object_or_404(rows, pk=self.object.pk)
            file = get_object_or_404(Attachment.objects.of(letter), pk=kwargs["file"])
            record(letter, "detach", by=request.user, sha256=file.blob.sha256)
            file.delete()
        return HttpResponseRedirect(letter.get_absolute_url())
