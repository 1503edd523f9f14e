"""What the deeds around the commission, its schedule and its participants are called."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call

call(
    make_chair=_("made a member the chair"),
    recuse=_("declared a conflict of interest"),
    lift_recusal=_("lifted a declared conflict of interest"),
    declare=_("declared confidentiality and impartiality"),
    draft_order=_("drafted the order that forms the commission"),
    propose_schedule=_("put the usual stages into the work schedule"),
    remove_stage=_("took a stage off the work schedule"),
    take_off=_("took a participant off the list"),
    leave_out=_("put a participant out of competition or out of the results"),
    take_in=_("let a participant compete again"),
    note_left=_("noted that a participant left"),
    remind_members=_("reminded the members of the end of the scoring"),
    remind_material=_("reminded of the material"),
)
