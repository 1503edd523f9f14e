"""What the to-dos of people are called, and their deeds."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call
from common.waiting import rows_of, say
from people.handover import keep_own
from people.models import DataRequest
from people.models.review import TODO

rows_of(DataRequest, lambda: DataRequest.objects.select_related("person"))

say(TODO, _("Confirm the list of accounts"))
say("people.answer_request", _("Answer a request for erasure"))
keep_own(TODO)  # every keeper of accounts has one of their own
keep_own("people.answer_request")  # likewise

call(
    ask_data=_("asked for personal data"),
    consent=_("consented to the processing of personal data"),
    erase=_("erased personal data"),
    publish=_("published the text of the consent"),
    withdraw_consent=_("withdrew the consent"),
)
