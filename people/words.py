"""What the deeds on people, accounts and signatures are called in the journal."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common import findings
from common.changes import guard_field
from common.dates import numeric
from common.deeds import call, explain
from common.details import explain_value
from common.words import plainly

from .handover import works
from .models import Person, Position, Power, Statement, Substitution

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
    let_guest_in=_("opened a guest's account"),
    let_guest_stay=_("let the guest's account read on"),
    narrow_guest=_("changed what the guest is shown"),
    see_guest_out=_("ended the guest's account"),
    begin_review=_("made the list of accounts"),
    enter_order=_("entered the order on electronic signatures"),
    end_order=_("entered the end of the order"),
    choose_letters=_("chose how letters come"),
    hand_over_letters=_("handed over printed letters"),
    send_letters_again=_("sent letters again"),
    give_statement=_("gave the statement on the electronic signature"),
    withdraw_statement=_("withdrew the statement on the electronic signature"),
    change_statement_text=_("changed the text of the statement"),
    substitute=_("entered the substitution"),
    end_substitution=_("ended the substitution"),
    close_position=_("closed the position"),
    reopen_position=_("opened the position again"),
    close_unit=_("closed the unit"),
    reopen_unit=_("opened the unit again"),
)


def powers_changed(entry) -> str:
    """Which powers came and which went, by their names."""
    gained, lost = entry.details["gained"], entry.details["lost"]
    names = {p.code: str(p) for p in Power.objects.filter(code__in=[*gained, *lost])}
    signs = [*(("+", code) for code in gained), *(("−", code) for code in lost)]
    words = ", ".join(f"{sign} {names.get(code, code)}" for sign, code in signs)
    return f": {words}" if words else ""


explain("change_powers", powers_changed)


def _name(pk: int) -> str:
    person = Person.objects.filter(pk=pk).first()
    return person.full_name if person else str(pk)


def _powers(codes: list[str]) -> str:
    return ", ".join(str(power) for power in Power.objects.filter(code__in=codes))


def _position(code: str) -> str:
    return str(Position.objects.filter(code=code).first() or code)


def _day(value: str) -> str:
    return numeric(date.fromisoformat(value))


def _kind(value: str) -> str:
    return str(dict(Substitution.Kind.choices).get(value, value))


def _moved(counts: dict[str, int]) -> str:
    known = {work.key: str(work.label) for work in works()}
    return ", ".join(f"{known.get(kind, kind)}: {count}" for kind, count in counts.items())


explain_value("hand_over", "to", _("to whom"), _name)
explain_value("hand_over", "moved", _("what was passed"), _moved)
for deed in ("substitute", "end_substitution"):
    explain_value(deed, "for", _("for whom"), _name)
    explain_value(deed, "acting", _("Who acts"), _name)
    explain_value(deed, "powers", _("powers"), _powers)
explain_value("substitute", "position", _("position"), _position)
explain_value("substitute", "since", _("from"), _day)
explain_value("substitute", "signs", _("signs"), plainly)
explain_value("substitute", "kind", _("what"), _kind)
explain_value("give_statement", "way", _("how"), lambda way: str(Statement.Way(way).label))
for key, label in (("author", _("to whom")), ("asked", _("to whom")), ("before", _("from whom"))):
    explain_value("take_over", key, label, _name)


MEANS = {
    "password": _("password"),
    "passkey": _("passkey"),
    "app": _("code of the app"),
    "recovery": _("recovery code"),
}


def _means(used: list[str]) -> str:
    return ", ".join(str(MEANS.get(one, one)) for one in used)


explain_value("sign_in", "means", _("how"), _means)


def may_see_number(reader, pk: int) -> bool:
    """A personal number is read by its owner and by who keeps people."""
    return reader.person_id == pk or reader.has_perm("people.change_person")


guard_field("people.person", "pin", may_see_number)


findings.call(
    {
        "people.appointment": _("appointment"),
        "people.blocking": _("blocking of an account"),
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
        "people.unitkind": _("kind of unit"),
        "people.user": _("account"),
    }
)
