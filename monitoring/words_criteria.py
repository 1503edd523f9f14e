"""What the deeds of criteria are called."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call, explain

call(
    new_edition=_("began a new edition"),
    take_edition=_("took the new edition of the criteria"),
)
explain("take_edition", lambda entry: f" ({_('No.')} {entry.details.get('edition', '')})")
