"""What the records of documents are called where a check names one."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    begin_review_of_document=_("opened a review"),
    change_process_card=_("filled in the process card"),
    begin_process_card=_("began the card of the process"),
    close_process=_("closed the process"),
    reopen_process=_("let the process be carried on again"),
    follow_process_card=_("took owner, head and criteria from the card that came into force"),
)

findings.call(
    {
        "documents.changerequest": _("change request"),
        "documents.document": _("document"),
        "documents.documentlevel": _("level of documents"),
        "documents.documentrelation": _("relation of documents"),
        "documents.documentreview": _("review of a document"),
        "documents.documenttype": _("type of documents"),
        "documents.documentversion": _("version of a document"),
        "documents.nomenclature": _("nomenclature of cases"),
        "documents.nomenclatureitem": _("case of the nomenclature"),
        "documents.process": _("process"),
        "documents.processcard": _("process card"),
        "documents.processitem": _("input or output of processes"),
        "documents.cardexecutor": _("executor on a process card"),
        "documents.cardflow": _("input or output on a process card"),
        "documents.carddocument": _("document on a process card"),
        "documents.cardrecord": _("record on a process card"),
        "documents.cardindicator": _("indicator of a process"),
        "documents.reading": _("acquaintance"),
        "documents.route": _("route"),
        "documents.routestep": _("step of a route"),
        "documents.sheet": _("agreement sheet"),
        "documents.sheetline": _("line of an agreement sheet"),
        "documents.signature": _("signature"),
        "documents.versiontext": _("text of a version"),
    }
)
