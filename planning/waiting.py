"""What the to-dos of the year are called."""

from django.utils.translation import gettext_lazy as _

from common.models.special_day import CONFIRM
from common.waiting import say

say(CONFIRM, _("Look through the working days of the year and confirm them"))
