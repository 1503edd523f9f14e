"""What is done with material is called."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call

call(
    bring=_("brought material"),
    bring_all=_("said that all material is brought"),
)
