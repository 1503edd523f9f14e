"""What the to-dos of people are called, and their deeds."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call
from common.waiting import say
from people.models.review import TODO

say(TODO, _("Confirm the list of accounts"))
say("people.answer_request", _("Answer a request for erasure"))

call(
    ask_data=_("asked for personal data"),
    consent=_("consented to the processing of personal data"),
    erase=_("erased personal data"),
    publish=_("published the text of the consent"),
    withdraw_consent=_("withdrew the consent"),
)
