"""What the deeds after the scoring are called."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call

call(
    remove_nomination=_("took a nomination off"),
)
