"""Who may do what with documents: read this file as the matrix of powers (DP-01, agency 3.2)."""

import rules

from people.rules import holds, is_employee

from .models.route import StepKind


@rules.predicate
def is_author(user, thing):
    return thing is not None and thing.author_id == user.person_id


@rules.predicate
def is_draft(user, thing):
    return thing is not None and thing.state == "draft"


@rules.predicate
def is_asked_to_agree(user, thing):
    return thing is not None and bool(thing.lines_for(user, StepKind.AGREE))


@rules.predicate
def is_asked_to_approve(user, thing):
    return thing is not None and bool(thing.lines_for(user, StepKind.APPROVE))


@rules.predicate
def body_is_asked(user, thing):
    return thing is not None and any(line.body_id for line in thing.waiting_lines())


@rules.predicate
def is_approved(user, thing):
    return thing is not None and thing.approved_at is not None


@rules.predicate
def answers_for_the_document(user, thing):
    """Whoever holds the position that answers for the document a thing is about."""
    return thing is not None and thing.document.owner_id in user.positions


@rules.predicate
def signed_it(user, thing):
    lines = thing.sheet.lines.all() if thing.sheet else []
    own = [line for line in lines if line.decided_by_id == user.person_id]
    return any(hasattr(line, "signature") for line in own)


@rules.predicate
def acts_for_the_author(user, thing):
    """Nobody approves their own paper, nor does whoever acts for its author."""
    return thing is not None and any(
        acted is not None and acted.absent == thing.author_id
        for acted in (line.acted_by(user) for line in thing.lines_for(user, StepKind.APPROVE))
    )


may_author = holds("documents.author") | holds("documents.manage")
manages = holds("documents.manage")
keeps = holds("nomenclature.keep")
approves = holds("documents.approve")
records = holds("documents.record_decisions")

rules.add_perm("documents.view_document", is_employee)
rules.add_perm("documents.add_document", may_author)
rules.add_perm("documents.change_document", manages | is_author)
rules.add_perm("documents.view_readings", manages | approves)
rules.add_perm("documents.view_documentversion", is_employee)
rules.add_perm("documents.add_documentversion", may_author)

# The same matrix for everything that passes a route; only who works on the draft differs.
for model, makers in (
    ("documentversion", is_author | manages),
    ("nomenclature", keeps),
):
    rules.add_perm(f"documents.change_{model}", makers & is_draft)
    rules.add_perm(f"documents.send_{model}", makers)
    rules.add_perm(f"documents.agree_{model}", is_asked_to_agree)
    rules.add_perm(f"documents.record_decision_{model}", records & body_is_asked)
    rules.add_perm(
        f"documents.approve_{model}",
        approves & is_asked_to_approve & ~is_author & ~acts_for_the_author,
    )
    rules.add_perm(
        f"documents.send_back_{model}",
        is_asked_to_agree | is_asked_to_approve | (records & body_is_asked),
    )
    rules.add_perm(f"documents.recall_{model}", makers)
    rules.add_perm(f"documents.add_signature_to_{model}", is_approved & (manages | signed_it))

rules.add_perm("documents.enter_documentversion", manages)
rules.add_perm("documents.import_papers", manages)
rules.add_perm("documents.withdraw_documentversion", approves)
rules.add_perm("documents.view_nomenclature", is_employee)
rules.add_perm("documents.add_nomenclature", keeps)
rules.add_perm("documents.close_nomenclature", keeps)

rules.add_perm("documents.view_changerequest", is_employee)
rules.add_perm("documents.add_changerequest", is_employee)
rules.add_perm("documents.decide_changerequest", manages | approves)
rules.add_perm("documents.view_documentreview", is_employee)
rules.add_perm("documents.add_documentreview", manages | approves)
rules.add_perm("documents.finish_documentreview", manages | approves | answers_for_the_document)
rules.add_perm("documents.view_process", is_employee)
rules.add_perm("documents.add_process", manages)
rules.add_perm("documents.change_process", manages)

rules.add_perm("documents.view_term", is_employee)
rules.add_perm("documents.add_term", manages)
rules.add_perm("documents.change_term", manages)
rules.add_perm("documents.view_documenttemplate", may_author)
rules.add_perm("documents.add_documenttemplate", manages)
rules.add_perm("documents.change_documenttemplate", manages)
