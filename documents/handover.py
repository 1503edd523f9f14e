"""What of documents passes from a leaver to whoever takes over (004/4.2.3)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import record
from documents.models import (
    ApprovalSheet,
    Document,
    PaperCopy,
    SheetLine,
)
from documents.models.route import StepKind
from documents.models.routing import asked_people
from documents.signables import papers
from people.handover import Work, keep_own, register


def drafts(person) -> list:
    """Papers that are not approved yet, of which this person is the author."""
    return [
        one
        for paper in papers()
        for one in paper.rows(paper.model._default_manager.filter(author=person)).filter(
            approved_at=None, state__in=paper.unfinished
        )
    ]


def pass_drafts(person, to, by) -> None:
    """Somebody else is the author now; never the only one who could approve it (7.3.6)."""
    for paper in drafts(person):
        for line in paper.sheet.lines.all() if paper.state != "draft" else []:
            waits = line.kind == StepKind.APPROVE and line.decision == SheetLine.Decision.WAITING
            if waits and list(asked_people(line)) == [to]:
                raise ValidationError(
                    {
                        "to": _("%(paper)s waits for the approval of %(name)s: choose another.")
                        % {"paper": paper, "name": to.short_name}
                    }
                )
        paper.author, paper._change_reason = to, "take_over"
        paper.revision += 1
        paper.save()
        record(paper, "take_over", by=by, author=to.pk, before=person.pk)


def cards(person):
    """Documents whose card this person keeps."""
    return Document.objects.filter(author=person)


def pass_cards(person, to, by) -> None:
    for document in cards(person):
        document.author, document._change_reason = to, "take_over"
        document.revision += 1
        document.save()
        record(document, "take_over", by=by, author=to.pk, before=person.pk)


def lines(person):
    """Lines of running agreement sheets that wait for this very person."""
    return SheetLine.objects.filter(
        person=person,
        decision=SheetLine.Decision.WAITING,
        sheet__outcome=ApprovalSheet.Outcome.RUNNING,
    ).select_related("sheet")


def pass_lines(person, to, by) -> None:
    """The line asks whoever takes over, and the sheet will carry that name."""
    for line in lines(person):
        line.person = to
        line.save(update_fields=["person"])
        record(line.sheet.subject, "take_over", by=by, line=line.pk, asked=to.pk, before=person.pk)


def copies(person):
    """Paper copies in this person's hands (003/5.4.3)."""
    return PaperCopy.objects.filter(holder=person).away().select_related("version__document")


def pass_copies(person, to, by) -> None:
    """The copies pass on with the work; whoever takes over has not signed for them yet."""
    for copy in copies(person):
        copy.pass_on(by=by, to=to)


register(
    Work("documents.drafts", gettext_lazy("Papers begun"), drafts, pass_drafts, str),
)
register(
    Work(
        "documents.cards",
        gettext_lazy("Documents in their care"),
        cards,
        pass_cards,
        lambda document: f"{document.code} {document.title}",
    )
)
register(
    Work(
        "documents.lines",
        gettext_lazy("Agreements asked by name"),
        lines,
        pass_lines,
        lambda line: str(line.sheet.subject),
    )
)
register(Work("documents.copies", gettext_lazy("Paper copies in their hands"), copies, pass_copies))
keep_own("documents.read", "documents.hand_letters")
