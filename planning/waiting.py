"""What the to-dos of the year are called."""

from django.utils.translation import gettext_lazy as _

from common.models.special_day import CONFIRM
from common.waiting import say
from planning.models.duty import TODO, TOLD

say(TODO, _("Do by its day"))
say(TOLD, _("Late: see to it"))
say(CONFIRM, _("Look through the working days of the year and confirm them"))
