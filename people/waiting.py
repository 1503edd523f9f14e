"""What the to-dos of people are called."""

from django.utils.translation import gettext_lazy as _

from common.waiting import say
from people.handover import keep_own
from people.models.review import TODO

say(TODO, _("Confirm the list of accounts"))
keep_own(TODO)  # every keeper of accounts has one of their own
