"""Who may do what with documents: read this file as the matrix of powers (DP-01, agency 3.2)."""

import rules

from people.rules import holds, is_employee

from .models.heads import led_by, units_under
from .models.route import StepKind
from .models.type import Form


@rules.predicate
def is_author(user, thing):
    return thing is not None and thing.author_id == user.person_id


@rules.predicate
def is_draft(user, thing):
    return thing is not None and thing.state == "draft"


@rules.predicate
def is_card(user, version):
    """Written field by field: its text is made from the card (004/4.1)."""
    return version is not None and (
        version.is_card or version.document.type.form == Form.PROCESS_CARD
    )


@rules.predicate
def has_card(user, version):
    return version is not None and version.is_card


@rules.predicate
def is_external(user, thing):
    """What comes from outside is registered here, and passes no route (004/4.2.3)."""
    return getattr(thing, "is_external", False)


@rules.predicate
def is_external_document(user, document):
    return document is not None and document.type.is_external


@rules.predicate
def is_holder(user, copy):
    return copy is not None and copy.holder_id == user.person_id


@rules.predicate
def is_working_by(user, copy):
    """A copy that goes to people, of what may still be worked by."""
    return copy is not None and copy.kind != "original" and not copy.has_ended


@rules.predicate
def is_received(user, copy):
    return copy is not None and copy.received_on is not None


@rules.predicate
def is_asked_to_agree(user, thing):
    return thing is not None and bool(thing.lines_for(user, StepKind.AGREE))


@rules.predicate
def is_asked_to_sign(user, thing):
    return thing is not None and bool(thing.lines_for(user, StepKind.SIGN))


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
def asked_for_it(user, thing):
    return thing is not None and thing.asked_by_id == user.person_id


@rules.predicate
def is_proposed(user, thing):
    return thing is not None and thing.state == "proposed"


@rules.predicate
def looks_there(user, channel):
    return channel is not None and channel.responsible_id in user.positions


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


@rules.predicate
def leads(user, person):
    """Heads the unit in which this person works, or will."""
    return person is not None and led_by(user).filter(pk=person.pk).exists()


@rules.predicate
def heads_a_unit(user, thing):
    return bool(units_under(user))


@rules.predicate
def is_typed_by_hand(user, thing):
    """A clause of an edition that did not come with the library."""
    return thing is None or thing.standard.as_of is None


may_author = holds("documents.author") | holds("documents.manage")
manages = holds("documents.manage")
keeps = holds("nomenclature.keep")
approves = holds("documents.approve")
records = holds("documents.record_decisions")

rules.add_perm("documents.view_document", is_employee)
rules.add_perm("documents.add_document", may_author)
rules.add_perm("documents.change_document", manages | is_author)
rules.add_perm("documents.view_readings", manages | approves)
rules.add_perm("documents.view_newcomers", manages | approves | heads_a_unit)
rules.add_perm("documents.acquaint_person", manages | leads)
rules.add_perm("documents.hand_letters", holds("people.manage") | heads_a_unit)
rules.add_perm("documents.manage_readings", manages)
rules.add_perm("documents.view_documentversion", is_employee)
rules.add_perm("documents.add_documentversion", may_author)


def route_rules(app: str, model: str, makers, *, draft=is_draft, sends=None, own_act=False) -> None:
    """The same matrix for everything that passes a route; only who works on the draft differs.

    ``sends`` are those who send it, where not all its makers do. Nobody approves a paper of their
    own, but where it is the approver's ``own_act``.
    """

    def may(step: str, who) -> None:
        rules.add_perm(f"{app}.{step}_{model}", who)

    approver = approves & is_asked_to_approve
    may("change", makers & draft)
    may("send", sends or makers)
    may("agree", is_asked_to_agree)
    may("sign", is_asked_to_sign)
    may("enter_signature", makers)
    may("record_decision", records & body_is_asked)
    may("approve", approver if own_act else approver & ~is_author & ~acts_for_the_author)
    may(
        "send_back",
        is_asked_to_agree | is_asked_to_sign | is_asked_to_approve | (records & body_is_asked),
    )
    may("recall", makers)
    may("add_signature_to", is_approved & (manages | signed_it))


route_rules(
    "documents", "documentversion", is_author | manages, sends=(is_author | manages) & ~is_external
)
route_rules("documents", "nomenclature", keeps)

rules.add_perm("documents.enter_documentversion", manages & ~is_external)
rules.add_perm("documents.import_papers", manages)
rules.add_perm("documents.withdraw_documentversion", approves & ~is_external)
# External documents: registered, changed and repealed by who manages documents or keeps the lists.
registers = manages | keeps
rules.add_perm("documents.add_external", registers)
rules.add_perm("documents.change_external", registers & is_external_document)
rules.add_perm("documents.register_documentversion", registers & is_external)
rules.add_perm("documents.repeal_documentversion", registers & is_external)
rules.add_perm("documents.view_channel", is_employee)
rules.add_perm("documents.add_channel", registers)
rules.add_perm("documents.change_channel", registers)
rules.add_perm("documents.check_channel", registers | looks_there)
# Paper copies and acts of destruction.
rules.add_perm("documents.view_papercopy", is_employee)
rules.add_perm("documents.add_papercopy", registers)
rules.add_perm("documents.keep_papercopy", registers)
rules.add_perm("documents.view_copies", registers | approves)
rules.add_perm("documents.issue_papercopy", registers & is_working_by)
rules.add_perm("documents.receive_papercopy", (registers | is_holder) & ~is_received)
rules.add_perm("documents.recall_papercopy", registers)
rules.add_perm("documents.destroy_papercopy", registers)
rules.add_perm("documents.view_destructionact", registers | approves)
rules.add_perm("documents.add_destructionact", registers)
rules.add_perm("documents.carry_out_destructionact", registers)
rules.add_perm("documents.cancel_destructionact", registers)
rules.add_perm("documents.view_nomenclature", is_employee)
rules.add_perm("documents.add_nomenclature", keeps)
rules.add_perm("documents.close_nomenclature", keeps)

rules.add_perm("documents.view_changerequest", is_employee)
rules.add_perm("documents.add_changerequest", is_employee)
rules.add_perm("documents.change_changerequest", asked_for_it & is_proposed)
rules.add_perm("documents.decide_changerequest", manages | approves)
rules.add_perm("documents.view_documentreview", is_employee)
rules.add_perm("documents.add_documentreview", manages | approves)
rules.add_perm("documents.finish_documentreview", manages | approves | answers_for_the_document)
rules.add_perm("documents.write_documentversion", (is_author | manages) & is_draft & ~has_card)
rules.add_perm("documents.change_processcard", (is_author | manages) & is_draft & is_card)
rules.add_perm("documents.view_process", is_employee)
rules.add_perm("documents.add_process", manages)
rules.add_perm("documents.change_process", manages)
rules.add_perm("documents.close_process", manages)
rules.add_perm("documents.change_processitem", manages)

rules.add_perm("documents.view_standard", is_employee)
rules.add_perm("documents.add_standard", manages)
rules.add_perm("documents.change_standard", manages)
rules.add_perm("documents.decide_standardclause", manages)
rules.add_perm("documents.change_standardclause", manages & is_typed_by_hand)
rules.add_perm("documents.view_requireddocument", manages | approves | holds("documents.top"))
rules.add_perm("documents.add_requireddocument", manages)
rules.add_perm("documents.change_requireddocument", manages)

# Views of registers that everybody finds ready.
rules.add_perm("common.share_views", manages)

rules.add_perm("documents.view_term", is_employee)
rules.add_perm("documents.add_term", manages)
rules.add_perm("documents.change_term", manages)
rules.add_perm("documents.view_documenttemplate", may_author)
rules.add_perm("documents.add_documenttemplate", manages)
rules.add_perm("documents.change_documenttemplate", manages)

# The rows of further procedures stand in modules of their own.
from . import rules_inspection, rules_mail, rules_orders, rules_records  # noqa: E402, F401
