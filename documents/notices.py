"""Whom we write to about documents (004/4.2.3: staff learn of new documents by corporate mail)."""

from common.notices import Draft, after
from documents.models import DocumentVersion, Nomenclature, PaperCopy, PaperImport
from documents.models.routing import asked_people
from documents.models.version import readers
from people.models import Person

ROUTE_DEEDS = ("send", "agree", "record_decision")


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


for model in (DocumentVersion, Nomenclature):
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
    for person in readers(version):
        yield Draft(person, "document_in_force", {"version": version})


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


@after(PaperCopy, "recall")
def copy_recalled(entry):
    """The holder of a paper copy: it is to be brought back (003/5.4.3)."""
    copy = entry.object
    if copy.state == PaperCopy.State.RECALLED and copy.holder:
        yield Draft(copy.holder, "copy_recalled", {"copy": copy})
