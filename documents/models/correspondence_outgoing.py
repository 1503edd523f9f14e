"""What is done with a letter that goes out: written, signed, numbered, sent (RI-05; domain 2.2)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.models import deed

from .correspondence_deeds import MailDeeds
from .correspondence_steps import State
from .route import Route, StepKind


class OutgoingDeeds(MailDeeds):
    """The deeds of an outgoing letter: it gets its number when it is signed."""

    attachments: Any
    party_id: Any
    person_id: Any
    answers_id: Any
    words: Any
    subject: Any
    text: Any
    language: Any
    annex: Any
    signer_name: Any
    signer_position: Any
    sent_on: Any
    sent_note: Any
    way: Any
    is_approved_by_order = False
    is_own_act = True  # whoever the route lets sign may have written it too (0034)

    class Meta:
        abstract = True

    def get_route(self):
        return Route.objects.filter(code="outgoing").first()

    def check_ready(self):
        if not (self.text.get(self.language) or self.attachments.exists()):
            raise ValidationError(_("Write the text, or attach the letter as a file."))

    def manifest(self):
        """What a signature covers: to whom, what about, every word and every file."""
        files = self.attachments.filter(kind="attachment").select_related("blob")
        return {
            "kind": "correspondence",
            "party": self.party_id,
            "person": self.person_id,
            "words": self.words,
            "subject": self.subject,
            "text": dict(self.text),
            "language": self.language,
            "annex": self.annex,
            "answers": self.answers_id,
            "files": [{"name": file.name, "sha256": file.blob.sha256} for file in files],
        }

    def give_number(self, number, date):
        """Signed, it has the next number of outgoing letters (RI-05)."""
        return self.take_number(number, date)

    def _approve(self, move, *, by, seen, number, date, facts=None):
        super()._approve(move, by=by, seen=seen, number=number, date=date, facts=facts)
        lines = self.sheet.lines.all() if self.sheet else []
        line = next(one for one in lines if one.kind == StepKind.APPROVE)
        self.signer_name, self.signer_position = line.name, line.position_name
        self.registered_by = by.person
        self.ask_as(State.APPROVED)

    def sign_on_paper(self, *, by, signer, signed_on, number="", scan=None):
        """It was printed and signed by hand: its number, its day, who signed, its scan."""
        with self.step("sign_on_paper", by=by) as move:
            if not scan:
                self.check_ready()
            try:
                self.take_number(number, signed_on)
            except ValidationError as error:
                told = error.error_dict
                if "registered_on" in told:
                    raise ValidationError({"signed_on": told["registered_on"]}) from error
                raise
            post = signer.appointment(signed_on)
            self.signer_name = signer.signature_name
            self.signer_position = dict(post.position.name) if post else {}
            self.registered_by = by.person
            if scan:
                self.attach(scan, by=by, kind="scan")
            move.details |= {"number": self.number, "date": signed_on.isoformat()}
            self.ask_as(State.APPROVED)

    def dispatch(self, *, by, sent_on, way, note="", receipt=None, settles=()):
        """It left the house: when, how, with which proof (RI-05); what it ``settles`` of the letter
        that it answers is carried out.
        """
        from .resolution import Assignment  # noqa: PLC0415 -- assignments know letters

        with deed(by=by):
            with self.step("dispatch", by=by) as move:
                if not self.registered_on <= sent_on <= localdate():
                    words = _("It is sent between its signing and today.")
                    raise ValidationError({"sent_on": words})
                self.sent_on, self.way, self.sent_note = sent_on, way, note
                move.details |= {"sent_on": sent_on.isoformat(), "way": way.code}
                if receipt:
                    self.attach(receipt, by=by, kind="receipt")
                self.ask_as(State.SENT)
            rows = Assignment.objects.answered_by(self).filter(pk__in=[one.pk for one in settles])
            for one in rows.select_for_update(of=("self",)):
                one.reply(by=by, answer=self)

    def drop(self, *, by):
        """The draft is not needed; it had no number."""
        with self.step("drop", by=by):
            pass
