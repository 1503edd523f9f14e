"""What the records and the deeds of scored assessments are called."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call

call(
    remove_member=_("took a member out of the commission"),
    name_participants=_("named what is scored"),
    explain_spread=_("explained marks that lie far from the others"),
)

findings.call(
    {
        "monitoring.appeal": _("objection to a result"),
        "monitoring.assessmentkind": _("kind of assessment"),
        "monitoring.award": _("reward"),
        "monitoring.campaign": _("campaign"),
        "monitoring.commissionprotocol": _("protocol of the commission"),
        "monitoring.criteriaset": _("criteria of a year"),
        "monitoring.criterion": _("criterion"),
        "monitoring.direction": _("direction of the work"),
        "monitoring.indicator": _("indicator"),
        "monitoring.material": _("material brought"),
        "monitoring.member": _("member of the commission"),
        "monitoring.nomination": _("nomination"),
        "monitoring.participant": _("participant"),
        "monitoring.pointwords": _("words of a point"),
        "monitoring.proposal": _("proposal of the commission"),
        "monitoring.recusal": _("recusal"),
        "monitoring.resultreading": _("acquaintance with a result"),
        "monitoring.scheduleline": _("line of the work schedule"),
        "monitoring.sheet": _("scoring sheet"),
        "monitoring.spreadnote": _("explanation of a mark"),
    }
)
