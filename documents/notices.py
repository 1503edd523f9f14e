"""Whom we write to about documents (004/4.2.3: staff learn of new documents by corporate mail)."""

from django.db.models import Max

from common.notices import Draft, after
from documents.models import (
    ChangeRequest,
    Document,
    DocumentReview,
    DocumentVersion,
    PaperCopy,
    PaperImport,
    Reading,
)
from documents.models import ReadingCall as Call
from documents.models.change_request import deciding
from documents.models.heads import heads_of
from documents.models.review import answering
from documents.models.routing import asked_people
from documents.models.version import readers
from documents.signables import each
from people.models import Appointment, Person

ROUTE_DEEDS = ("send", "agree", "sign", "enter_signature", "record_decision")


def asked(entry):
    """Those whom the paper waits for after this deed, told once of each step of its route."""
    paper = entry.object
    for line in paper.waiting_lines():
        for person in asked_people(line):
            step = f"sheet{line.sheet_id}.{line.order}"
            yield Draft(person, "paper_asked", {"paper": paper, "line": line}, occasion=step)


def returned(entry):
    """The author, with the remarks."""
    paper = entry.object
    lines = [line for line in paper.sheet.lines.all() if line.remark]
    if lines:
        yield Draft(paper.author, "paper_returned", {"paper": paper, "line": lines[-1]})


def approved(entry):
    """The author: it is approved."""
    yield Draft(entry.object.author, "paper_approved", {"paper": entry.object})


@each
def route_letters(model):
    """Every kind of paper on a route writes to those it waits for, and to its author."""
    for deed in ROUTE_DEEDS:
        after(model, deed)(asked)
    after(model, "send_back")(returned)
    after(model, "approve")(approved)


@after(DocumentVersion, "enact")
@after(DocumentVersion, "enter")
@after(DocumentVersion, "register")
def in_force(entry):
    """Every employee who may read it: a new document is in force (004/4.2.3)."""
    version = entry.object
    if version.state != DocumentVersion.State.IN_FORCE:
        return  # superseded before its letter was written: the newer one is told
    if version.entered_from_id:
        return  # one letter tells of the whole list
    due = version.readings.aggregate(last=Max("due"))["last"]
    for person in readers(version):
        yield Draft(person, "document_in_force", {"version": version, "due": due})


@after(PaperImport, "import_list")
def papers_entered(entry):
    """Everyone who works here: documents that were in force on paper are to be read here."""
    if count := entry.details.get("new"):
        for person in Person.objects.who_read():
            yield Draft(person, "papers_entered", {"count": count})


@after(DocumentVersion, "withdraw")
@after(DocumentVersion, "repeal")
def withdrawn(entry):
    """Every employee who may read it: a document is no longer used."""
    version = entry.object
    for person in readers(version):
        yield Draft(person, "document_withdrawn", {"version": version})


@after(ChangeRequest, "ask_change")
def change_asked(entry):
    """Those who decide: somebody proposes a change (004/7.3.7)."""
    asked = entry.object
    if asked.state == ChangeRequest.State.PROPOSED:
        for person in deciding(asked.document).exclude(pk=asked.asked_by_id):
            yield Draft(person, "change_asked", {"asked": asked})


@after(ChangeRequest, "accept")
@after(ChangeRequest, "reject")
def change_decided(entry):
    """Whoever asked: what became of it, and why."""
    asked = entry.object
    if asked.decided_by_id != asked.asked_by_id:
        yield Draft(asked.asked_by, "change_decided", {"asked": asked})


@after(DocumentReview, "begin_review_of_document")
@after(DocumentReview, "add_cause_to_review")
def review_opened(entry):
    """Whoever answers for the document: look at it again by a day (004/4.2.2)."""
    review = entry.object
    if review.state == DocumentReview.State.OPEN:
        for person in answering(review.document):
            yield Draft(person, "document_review", {"review": review})


@after(DocumentVersion, "ask_to_read_again")
def asked_again(entry):
    """Those who are asked to read it again, with what they are to know (003/8.2.3)."""
    call = Call.objects.select_related("version__document").get(pk=entry.details["call"])
    for reading in call.readings.select_related("person"):
        yield Draft(reading.person, "read_again", {"version": call.version, "call": call})


@after(Person, "ask_before_start")
def newcomer(entry):
    """The newcomer, and the head who is to acquaint them before the first day (002/5)."""
    person = entry.object
    post = Appointment.objects.select_related("position__unit").get(pk=entry.details["post"])
    owed = Reading.objects.before_start().filter(
        person=person, version__in=entry.details["versions"]
    )
    versions = [reading.version for reading in owed.select_related("version__document")]
    if not versions:
        return
    context = {"newcomer": person, "post": post, "versions": versions}
    yield Draft(person, "read_before_start", context)
    count = {"newcomer": person, "post": post, "count": len(versions)}
    for head in heads_of(post):
        yield Draft(head, "acquaint_newcomer", count)


@after(Document, "ask_for_the_year")
def year_asked(entry):
    """Who answers for it: the one of the year is not on its way yet (004/5.3)."""
    document, year = entry.object, entry.details["year"]
    for person in answering(document):
        yield Draft(person, "prepare_for_the_year", {"document": document, "year": year})


@after(PaperCopy, "recall")
def copy_recalled(entry):
    """The holder of a paper copy: it is to be brought back (003/5.4.3)."""
    copy = entry.object
    if copy.state == PaperCopy.State.RECALLED and copy.holder:
        yield Draft(copy.holder, "copy_recalled", {"copy": copy})
