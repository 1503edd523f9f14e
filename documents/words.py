"""What the records of documents are called where a check names one."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    begin_review_of_document=_("opened a review"),
    check_channel=_("looked at the channel"),
    make_copy=_("made the copy"),
    print_copy=_("printed the copy"),
    pass_on_copy=_("passed the copy on"),
    draw_up_act=_("drew up the act"),
)

findings.call(
    {
        "documents.changerequest": _("change request"),
        "documents.channel": _("channel of external documents"),
        "documents.channelcheck": _("look at a channel"),
        "documents.destructionact": _("act of destruction"),
        "documents.document": _("document"),
        "documents.documentlevel": _("level of documents"),
        "documents.documentrelation": _("relation of documents"),
        "documents.documentreview": _("review of a document"),
        "documents.documenttype": _("type of documents"),
        "documents.documentversion": _("version of a document"),
        "documents.externalfacts": _("facts of an external document"),
        "documents.nomenclature": _("nomenclature of cases"),
        "documents.nomenclatureitem": _("case of the nomenclature"),
        "documents.papercopy": _("paper copy"),
        "documents.process": _("process"),
        "documents.reading": _("acquaintance"),
        "documents.route": _("route"),
        "documents.routestep": _("step of a route"),
        "documents.sheet": _("agreement sheet"),
        "documents.sheetline": _("line of an agreement sheet"),
        "documents.signature": _("signature"),
        "documents.versiontext": _("text of a version"),
    }
)
