"""What the deeds after the scoring are called."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call

call(
    acquaint=_("made themselves acquainted with the own result"),
    award_order=_("drafted the order on rewards"),
    change_proposal=_("changed the proposal"),
    remove_proposal=_("took a proposal off"),
    remove_award=_("took a reward off"),
    put_on_agenda=_("put the results on the agenda of a meeting"),
    remove_nomination=_("took a nomination off"),
)
