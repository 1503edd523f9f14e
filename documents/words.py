"""What the records of documents are called where a check names one."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    ask_change=_("proposed the change"),
    ask_change_by_review=_("asked for the change by a review"),
    begin_review_of_document=_("opened a review"),
    carry_request=_("said which version carries it"),
    relate_documents=_("added a link"),
    unrelate_documents=_("removed a link"),
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
        "documents.reading": _("acquaintance"),
        "documents.route": _("route"),
        "documents.routestep": _("step of a route"),
        "documents.sheet": _("agreement sheet"),
        "documents.sheetline": _("line of an agreement sheet"),
        "documents.signature": _("signature"),
        "documents.versiontext": _("text of a version"),
        "documents.withdrawal": _("withdrawal by an order"),
    }
)
