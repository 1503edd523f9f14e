"""The page behind the QR code: is this paper genuine, and does it hold today (7.5.3).

Anyone may open it. A file dropped on it is hashed in the browser; without script the server
hashes it as it arrives and keeps nothing of it.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from common.dates import date_and_time, numeric
from common.marks import short_hash
from common.views import Fact
from documents.models import DocumentVersion, SignatureFile
from documents.models.route import StepKind
from documents.pdf import is_being_made, kept_papers
from documents.proof import doubt, doubt_words
from documents.seal_facts import seals_shown, signature_shown
from documents.signables import Verdict, paper_of, papers
from documents.stamps import acting_words, decision, ground, lines_of, words_in

from .fingerprint import Fingerprint, answers, known_parts


# Changes nothing and knows no reader, so a forged question can do no harm.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class Verify(View):
    """One paper by the public token of its QR code."""

    def get(self, request, token):
        return self.answer(request, token)

    def post(self, request, token):
        return self.answer(request, token, is_asked=True)

    def answer(self, request, token, *, is_asked=False):
        subject = find(token)
        if subject is None:
            return render(request, "documents/verify.html", unknown(), status=404)
        context = describe(subject, request.LANGUAGE_CODE)
        status = 200
        if is_asked:
            reader = Fingerprint(settings.MAX_UPLOAD, context["papers"], subject.token)
            request.upload_handlers = [reader]
            request.FILES  # noqa: B018 -- reading it is what sends the file through the handler
            context["checked"] = reader.verdict()
            status = 200 if reader.digest else 422
        response = render(request, "documents/verify.html", context, status=status)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


def find(token: str):
    """The paper of a token, whatever kind of paper it is."""
    for paper in papers():
        if found := paper.rows(paper.model._default_manager.filter(token=token)).first():
            # What comes from outside has no paper of ours with a code on it.
            return None if getattr(found, "is_external", False) else found
    return None


def unknown() -> dict:
    """The page for a token that no paper here has."""
    verdict = Verdict(
        "red",
        "circle-x",
        _("There is no such paper here."),
        _("Check the address. If it was read from a QR code, the paper is not genuine."),
        is_genuine=False,
    )
    return {"title": verdict.sentence, "verdict": verdict}


def describe(subject, language: str) -> dict:
    """All that a stranger may know of a paper."""
    verdict = judge(subject)
    papers: list = []
    signatures: list = []
    facts = _identity(subject, language)
    if verdict.is_genuine:
        facts += _decisions(subject, language)
        papers = kept_papers(subject)
        names = dict(settings.LANGUAGES)
        for paper in papers:
            paper.language_name = names.get(paper.language, paper.language)
        signatures = [signature_shown(file) for file in SignatureFile.objects.of_papers(papers)]
    return {
        "title": verdict.sentence,
        "verdict": verdict,
        "facts": [fact for fact in facts if fact.value not in (None, "")],
        "papers": papers,
        "token": subject.token,
        "is_being_made": is_being_made(subject),
        "manifest_hash": subject.sheet.manifest_hash if verdict.is_genuine else "",
        "seals": seals_shown(papers),
        "unsealed": [paper for paper in papers if not hasattr(paper, "seal")],
        "signed": _signed(subject, language) if verdict.is_genuine else [],
        "signatures": signatures,
        "parts": known_parts(papers),
        "answers": answers(),
    }


def judge(subject) -> Verdict:
    """The one sentence about a paper."""
    if subject.approved_at is None:
        return Verdict(
            "amber",
            "alert-triangle",
            _("Not signed: this is not a valid document.")
            if subject.is_own_act
            else _("Not approved: this is not a valid document."),
            _("The paper is still being written or agreed."),
            is_genuine=False,
        )
    if wrong := doubt(subject):
        return Verdict(
            "red",
            "circle-x",
            doubt_words(wrong),
            _("Do not rely on this paper. Tell the organisation about it."),
            is_genuine=False,
        )
    return paper_of(subject).judge(subject)


def _is_closed(subject) -> bool:
    """What only some may read, and what nobody approved, is not told to strangers."""
    return subject.approved_at is None or paper_of(subject).is_closed(subject)


def _identity(subject, language: str) -> list[Fact]:
    return [Fact(word, value) for word, value in paper_of(subject).identity(subject, language)]


def approvals(subject, language: str) -> list[Fact]:
    """Who approved a paper, by which order, and whose decision stood before: as it says itself."""
    facts = []
    for line in lines_of(subject):
        position = words_in(line.position_name, language)
        if line.kind == StepKind.APPROVE:
            who = ", ".join(part for part in (line.name, position) if part)
            acting = acting_words(line, language)
            by = _("Approved by") if line.is_approval else _("Signed by")
            facts.append(Fact(by, f"{who} – {acting}" if acting else who))
            order = {"number": line.number, "date": line.date and numeric(line.date)}
            word = _("Order") if subject.is_approved_by_order else _("Number")
            facts.append(Fact(word, _("No. %(number)s of %(date)s") % order))
        elif line.kind == StepKind.DECIDE:
            facts.append(Fact(_("Agreed by"), f"{position}: {ground(line, language)}"))
    return facts


def _decisions(subject, language: str) -> list[Fact]:
    facts = approvals(subject, language)
    if isinstance(subject, DocumentVersion):
        if withdrawal := getattr(subject, "withdrawal", None):
            facts.append(Fact(_("Withdrawn by order"), str(withdrawal)))
        languages = ", ".join(text.get_language_display() for text in subject.texts_that_count())
        facts.append(Fact(_("Languages"), languages))
    return facts


def _signed(subject, language: str) -> list[dict]:
    """The electronic signatures, each with the short digest that stands on the paper.

    Of what is closed to strangers they learn who approved it, as its stamp says, and no more.
    """
    closed = _is_closed(subject)
    return [
        {
            "name": line.signature.name,
            "position": words_in(line.signature.position_name, language),
            "acting": acting_words(line, language),
            "meaning": decision(line),
            "when": date_and_time(line.signature.signed_at),
            "digest": short_hash(line.signature.digest),
        }
        for line in lines_of(subject)
        if hasattr(line, "signature") and not (closed and line.kind != StepKind.APPROVE)
    ]
