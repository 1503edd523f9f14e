"""What the records of documents are called where a check names one."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call, explain
from common.details import explain_value

call(
    begin_review_of_document=_("opened a review"),
    decide_clause=_("decided whether the clause applies"),
    link_clause=_("linked a clause"),
    load_library=_("brought in the clause library"),
    remove_requirement=_("took it off the list of required documents"),
    unlink_clause=_("unlinked a clause"),
)
for name in ("link_clause", "unlink_clause"):
    explain(name, lambda entry: f": {entry.details.get('clause', '')}")
    explain_value(name, "clause", _("clause"), str)

findings.call(
    {
        "documents.changerequest": _("change request"),
        "documents.clauselink": _("link to a clause"),
        "documents.clausemapping": _("mapping of clauses"),
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
        "documents.requireddocument": _("required document"),
        "documents.route": _("route"),
        "documents.routestep": _("step of a route"),
        "documents.sheet": _("agreement sheet"),
        "documents.sheetline": _("line of an agreement sheet"),
        "documents.signature": _("signature"),
        "documents.standard": _("standard"),
        "documents.standardclause": _("clause of a standard"),
        "documents.versiontext": _("text of a version"),
    }
)
