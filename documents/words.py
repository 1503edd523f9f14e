"""What the records of documents are called where a check names one."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call, explain
from common.details import explain_value

call(
    ask_before_start=_("asked to read before the first day of work"),
    ask_change=_("proposed the change"),
    ask_change_by_review=_("asked for the change by a review"),
    ask_for_the_year=_("asked for the version of the year"),
    ask_to_read_again=_("asked to read it again"),
    begin_process_card=_("began the card of the process"),
    add_cause_to_review=_("added a further cause to the review"),
    begin_review_of_document=_("opened a review"),
    carry_request=_("said which version carries it"),
    change_process_card=_("filled in the process card"),
    check_channel=_("looked at the channel"),
    check_translations=_("said that the translations were checked"),
    close_process=_("closed the process"),
    consider=_("wrote what was taken into account"),
    decide_clause=_("decided whether the clause applies"),
    draw_up_act=_("drew up the act"),
    follow_process_card=_("took owner, head and criteria from the card that came into force"),
    link_clause=_("linked a clause"),
    load_library=_("brought in the clause library"),
    make_copy=_("made the copy"),
    pass_on_copy=_("passed the copy on"),
    print_copy=_("printed the copy"),
    read_on_paper=_("noted who was acquainted by a signed sheet"),
    relate_documents=_("added a link"),
    remove_requirement=_("took it off the list of required documents"),
    reopen_process=_("let the process be carried on again"),
    send_without_translation=_("sent it without the translations that did not change"),
    take_text_away=_("took the text of a language away"),
    tell_staff=_("noted how staff were told"),
    unlink_clause=_("unlinked a clause"),
    unrelate_documents=_("removed a link"),
    waive_reading=_("noted who need not read it"),
)
for name in ("link_clause", "unlink_clause"):
    explain(name, lambda entry: f": {entry.details.get('clause', '')}")
    explain_value(name, "clause", _("clause"), str)

findings.call(
    {
        "documents.changerequest": _("change request"),
        "documents.channel": _("channel of external documents"),
        "documents.channelcheck": _("look at a channel"),
        "documents.clauselink": _("link to a clause"),
        "documents.clausemapping": _("mapping of clauses"),
        "documents.communication": _("note of how staff were told"),
        "documents.consideration": _("what was taken into account"),
        "documents.destructionact": _("act of destruction"),
        "documents.document": _("document"),
        "documents.documentlevel": _("level of documents"),
        "documents.documentrelation": _("relation of documents"),
        "documents.documentreview": _("review of a document"),
        "documents.documenttemplate": _("template of documents"),
        "documents.documenttype": _("type of documents"),
        "documents.documentversion": _("version of a document"),
        "documents.externalfacts": _("facts of an external document"),
        "documents.nomenclature": _("nomenclature of cases"),
        "documents.nomenclatureitem": _("case of the nomenclature"),
        "documents.papercopy": _("paper copy"),
        "documents.process": _("process"),
        "documents.processcard": _("process card"),
        "documents.processitem": _("input or output of processes"),
        "documents.cardexecutor": _("executor on a process card"),
        "documents.cardflow": _("input or output on a process card"),
        "documents.carddocument": _("document on a process card"),
        "documents.cardrecord": _("record on a process card"),
        "documents.cardindicator": _("indicator of a process"),
        "documents.reading": _("acquaintance"),
        "documents.readingcall": _("call to read again"),
        "documents.requireddocument": _("required document"),
        "documents.route": _("route"),
        "documents.routestep": _("step of a route"),
        "documents.sheet": _("agreement sheet"),
        "documents.sheetline": _("line of an agreement sheet"),
        "documents.signature": _("signature"),
        "documents.standard": _("standard"),
        "documents.standardclause": _("clause of a standard"),
        "documents.templatetext": _("text of a template"),
        "documents.term": _("term"),
        "documents.versiontext": _("text of a version"),
        "documents.withdrawal": _("withdrawal by an order"),
    }
)
