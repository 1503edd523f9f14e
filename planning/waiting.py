"""What the to-dos of the year are called, and what of them is done in the list."""

from django.utils.translation import gettext_lazy as _

from common.models.special_day import CONFIRM
from common.waiting import Quick, rows_of, say
from planning.forms.quick import CloseInPlace
from planning.models import Duty
from planning.models.duty import TODO, TOLD
from planning.waiting_lines import close, procedure, say_what_comes_first, say_whose, where_done

rows_of(
    Duty, lambda: Duty.objects.select_related("obligation__procedure").prefetch_related("opened")
)
say(
    TODO,
    _("Do by its day"),
    where_done,
    aside=procedure,
    quick=Quick(_("Close as done"), close, form=CloseInPlace),
    dress=say_what_comes_first,
)
say(TOLD, _("Late: see to it"), aside=procedure, dress=say_whose)
say(CONFIRM, _("Look through the working days of the year and confirm them"))
