"""What the records of documents are called where a check names one."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(begin_review_of_document=_("opened a review"))

findings.call(
    {
        "documents.changerequest": _("change request"),
        "documents.document": _("document"),
        "documents.documentlevel": _("level of documents"),
        "documents.documentrelation": _("relation of documents"),
        "documents.documentreview": _("review of a document"),
        "documents.documenttemplate": _("template of documents"),
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
        "documents.templatetext": _("text of a template"),
        "documents.term": _("term"),
        "documents.versiontext": _("text of a version"),
    }
)
