"""What the deeds on people, accounts and signatures are called in the journal."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.deeds import call, explain

from .models import Power

call(
    appoint=_("appointed"),
    change_appointment=_("changed an appointment"),
    change_powers=_("changed the powers"),
    hand_over=_("handed over the work"),
    take_over=_("passed it to whoever takes over"),
    open_account=_("opened an account"),
    choose_password=_("chose a password"),
    end_sessions=_("ended sessions"),
    forgot_password=_("asked for a new password"),
    begin_review=_("made the list of accounts"),
    enter_order=_("entered the order on electronic signatures"),
    end_order=_("entered the end of the order"),
    give_statement=_("gave the statement on the electronic signature"),
    withdraw_statement=_("withdrew the statement on the electronic signature"),
    change_statement_text=_("changed the text of the statement"),
    substitute=_("entered the substitution"),
    end_substitution=_("ended the substitution"),
)


def powers_changed(entry) -> str:
    """Which powers came and which went, by their names."""
    gained, lost = entry.details["gained"], entry.details["lost"]
    names = {p.code: str(p) for p in Power.objects.filter(code__in=[*gained, *lost])}
    signs = [*(("+", code) for code in gained), *(("−", code) for code in lost)]
    words = ", ".join(f"{sign} {names.get(code, code)}" for sign, code in signs)
    return f": {words}" if words else ""


explain("change_powers", powers_changed)

findings.call(
    {
        "people.appointment": _("appointment"),
        "people.body": _("body"),
        "people.datarequest": _("request about personal data"),
        "people.enablingorder": _("order on electronic signatures"),
        "people.organisation": _("organisation"),
        "people.party": _("party"),
        "people.person": _("person"),
        "people.position": _("position"),
        "people.statement": _("statement on the electronic signature"),
        "people.substitution": _("substitution"),
        "people.unit": _("unit"),
        "people.user": _("account"),
    }
)
