"""What the deeds with people and signatures are called."""

from django.utils.translation import gettext_lazy as _

from common.deeds import call

call(
    enter_order=_("entered the order on electronic signatures"),
    end_order=_("entered the end of the order"),
    give_statement=_("gave the statement on the electronic signature"),
    withdraw_statement=_("withdrew the statement on the electronic signature"),
    change_statement_text=_("changed the text of the statement"),
    substitute=_("entered the substitution"),
    end_substitution=_("ended the substitution"),
)
