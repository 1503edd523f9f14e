"""What the to-dos of people are called."""

from django.utils.translation import gettext_lazy as _

from common.waiting import say
from people.models.review import TODO

say(TODO, _("Confirm the list of accounts"))
