"""What the deeds of criteria are called."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call, explain

call(
    new_edition=_("began a new edition"),
    take_edition=_("took the new edition of the criteria"),
    drop_criteria=_("lost its criteria: their draft was dropped"),
    confirm_translations=_("confirmed that translations still say the same"),
)
explain("take_edition", lambda entry: f" ({_('No.')} {entry.details.get('edition', '')})")
