"""The list of staff: its columns, and what would become of each of its rows."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from common.dates import numeric
from common.importing import CHANGE, NEW, SAME, Fate, Plan
from common.models import TranslatedText
from common.sheets import Line, Sheet
from common.text import fold as fold_anew
from people import names

from .models import Appointment, Person, Position, User
from .staff_fields import FIELDS

OWN = ("surname", "given", "patronymic", "short", "pin", "email", "phone", "language")
LABELS = {field.key: field.label for field in FIELDS}
fold = lru_cache(maxsize=20000)(fold_anew)  # names and positions come again and again


@dataclass
class StaffFate(Fate):
    """What would become of one row; ``account`` is where the account it opens is invited.

    Nothing where it opens none, and an empty address where its owner has none.
    """

    account: str | None = None


class Known:
    """Everybody and every position there is, read once for the whole list."""

    def __init__(self) -> None:
        self.people = {person.pk: person for person in Person.objects.all()}
        self.users = dict(User.objects.values_list("username", "person_id"))
        self.logins = {person: name for name, person in self.users.items()}
        self.by_pin = {p.pin: p for p in self.people.values() if p.pin}
        self.by_name: dict[str, list[Person]] = {}
        for person in self.people.values():
            self.by_name.setdefault(fold(person.full_name), []).append(person)
        self.posts: dict[int, list[Appointment]] = {}
        for post in Appointment.objects.filter(until=None):
            self.posts.setdefault(post.person_id, []).append(post)
        self.positions: dict[str, set[int]] = {}
        self.position = {}
        for position in Position.objects.in_use():
            self.position[position.pk] = position
            words = TranslatedText(position.name).values()
            for word in {fold(position.code), *map(fold, words)}:
                self.positions.setdefault(word, set()).add(position.pk)


def plan_of(sheet: Sheet) -> Plan:
    """What would become of each row, with the database as it is now."""
    known, plan = Known(), Plan()
    seen: dict[tuple, int] = {}
    if sheet.unknown:
        words = ", ".join(sheet.unknown[:10])
        plan.remarks.append(_("Columns nobody reads: %(names)s.") % {"names": words})
    for line in sheet.lines:
        plan.fates.append(_fate(line, known, seen))
    return plan


def addresses(plan: Plan) -> list[str]:
    """The address of each account that bringing the plan in opens; empty where there is none."""
    return [fate.account for fate in plan.fates if fate.account is not None]  # type: ignore[attr-defined]


def _fate(line: Line, known: Known, seen: dict) -> StaffFate:
    told = names.full_name(line.text("surname"), line.text("given"), line.text("patronymic"))
    fate = StaffFate(line.number, told)
    for cell, words in line.faults:
        fate.refuse(words, cell)
    values = _checked(line, fate)
    position = _position(line, known, fate)
    person = _match(values, line, known, fate)
    _twice(values, line, fate, seen)
    fate.facts = [sorted(values.items()), position and position.code, person and person.pk]
    fate.facts += [str(line.values.get(key)) for key in ("since", "order_number", "order_date")]
    fate.thing = (person, values, position, line)
    if fate.faults or position is None:
        fate.facts.append(len(fate.faults))
        return fate
    if person is None:
        fate.kind = NEW
        fate.notes.append(f"{position}, {_from(line)}.")
        if values["login"]:
            _opens(fate, values["login"], values["email"])
        if values["pin"] and (doubt := names.pin_warning(values["pin"])):
            fate.notes.append(doubt)
        if namesakes := known.by_name.get(fold(told)):
            shown = ", ".join(p.email or "—" for p in namesakes)
            words = _("Somebody of this name is here already: %(emails)s.") % {"emails": shown}
            fate.notes.append(words)
    else:
        fate.name = person.full_name
        _changes(fate, known)
    return fate


def _opens(fate: StaffFate, login: str, address: str) -> None:
    fate.notes.append(_("Account: %(name)s.") % {"name": login})
    fate.account = address


def _from(line: Line) -> str:
    return _("from %(date)s") % {"date": numeric(line.values["since"])}


def _checked(line: Line, fate: Fate) -> dict[str, str]:
    """The person's own facts as they are stored; what is wrong is told by its cell."""
    values = {key: line.text(key) for key in (*OWN, "login")}

    def refuse(key: str, error: ValidationError) -> None:
        fate.refuse(" ".join(error.messages), line.cells.get(key, ""))

    try:
        names.validate_name(values["surname"], values["given"], values["patronymic"])
    except ValidationError as error:
        if values["given"]:  # an empty given name is told as an empty cell
            refuse("surname", error)
    language = _language(values["language"])
    if language is None:
        fate.refuse(_("Write ky, ru or en."), line.cells.get("language", ""))
    values["language"] = language or ""
    try:
        values["phone"] = names.normalise_phone(values["phone"])
    except ValidationError as error:
        refuse("phone", error)
    if values["pin"]:
        try:
            names.validate_pin(values["pin"])
        except ValidationError as error:
            refuse("pin", error)
    if values["login"]:
        values["login"] = values["login"].casefold()
        for check in (UnicodeUsernameValidator(), _fits(User, "username")):
            try:
                check(values["login"])
            except ValidationError as error:
                refuse("login", error)
    probe = Person(**{key: values[key] for key in OWN if key != "language"})
    try:
        probe.clean_fields(exclude={"uid", "party", "language", "given", "phone"})
    except ValidationError as error:
        for key, messages in error.message_dict.items():
            fate.refuse(" ".join(messages), line.cells.get(key, ""))
    return values


def _fits(model, name: str):
    longest = model._meta.get_field(name).max_length

    def check(value: str) -> None:
        if len(value) > longest:
            raise ValidationError(_("At most %(count)s letters.") % {"count": longest})

    return check


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Codes of languages by code and by every name they have in every language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for named, _name in settings.LANGUAGES:
                info = get_language_info(named)
                words = (named, info["name"], info["name_local"], info["name_translated"])
                found |= {fold(word): named for word in words}
    return found


def _language(words: str) -> str | None:
    """The code of a language given by its code or by a name of it; None if unknown."""
    return _languages().get(fold(words)) if words else ""


def _position(line: Line, known: Known, fate: Fate) -> Position | None:
    typed = line.text("position")
    found = known.positions.get(fold(typed), set()) if typed else set()
    if len(found) == 1:
        return known.position[next(iter(found))]
    if typed:
        words = (
            _("Several positions are called “%(name)s”: give the code.")
            if found
            else _("There is no position “%(name)s”.")
        )
        fate.refuse(words % {"name": typed}, line.cells.get("position", ""))
    return None


def _match(values: dict, line: Line, known: Known, fate: Fate) -> Person | None:
    """Who this is: by personal number, then by user name, then by full name and e-mail."""
    pin, login = values["pin"], values["login"]
    by_pin = known.by_pin.get(pin) if pin else None
    by_login = known.people.get(known.users.get(login, 0)) if login else None
    name = fold(names.full_name(values["surname"], values["given"], values["patronymic"]))
    same = [
        p for p in known.by_name.get(name, []) if p.email.casefold() == values["email"].casefold()
    ]
    if by_pin and by_login and by_pin != by_login:
        fate.refuse(_("This user name belongs to somebody else."), line.cells.get("login", ""))
    if not by_pin and not by_login and len(same) > 1:
        fate.refuse(_("Several people have this name and e-mail: give the personal number."))
    person = by_pin or by_login or next(iter(same), None)
    if person and person.is_external:
        words = _("%(name)s is entered as not an employee: change that first.")
        fate.refuse(words % {"name": person.full_name})
    if person and pin and person.pin and person.pin != pin:
        fate.refuse(
            _("%(name)s has another personal number.") % {"name": person.full_name},
            line.cells.get("pin", ""),
        )
    if person and login and known.logins.get(person.pk, login) != login:
        fate.refuse(
            _("%(name)s has another user name already; user names stay.")
            % {"name": person.full_name},
            line.cells.get("login", ""),
        )
    return person


def _twice(values: dict, line: Line, fate: Fate, seen: dict) -> None:
    """The same person named by two rows."""
    name = fold(names.full_name(values["surname"], values["given"], values["patronymic"]))
    keys = [("name", name, values["email"].casefold(), values["pin"])]
    keys += [(key, values[key]) for key in ("pin", "login") if values[key]]
    before = next((seen[key] for key in keys if key in seen), None)
    if before:
        fate.refuse(
            _("The same person stands in row %(row)s: a second position is given later.")
            % {"row": before}
        )
    for key in keys:
        seen.setdefault(key, line.number)


def _changes(fate: StaffFate, known: Known) -> None:
    """What an existing person's row would change; an empty cell changes nothing."""
    person, values, position, line = fate.thing
    changed = [key for key in OWN if values[key] and getattr(person, key) != values[key]]
    for key in changed:
        fate.notes.append(_arrow(LABELS[key], getattr(person, key), values[key]))
    post = next((p for p in known.posts.get(person.pk, []) if p.position_id == position.pk), None)
    if post is None:
        fate.notes.append(
            _("New position: %(position)s, %(since)s.")
            % {"position": position, "since": _from(line)}
        )
    else:
        changed += _post_changes(post, line, fate)
    if values["login"] and person.pk not in known.logins:
        _opens(fate, values["login"], values["email"] or person.email)
        changed.append("login")
    fate.kind = CHANGE if changed or post is None else SAME
    fate.facts.append([str(getattr(person, key)) for key in OWN] + changed)
    fate.thing = (person, values, position, line, post)


def _post_changes(post: Appointment, line: Line, fate: Fate) -> list[str]:
    changed = []
    for key in ("since", "order_number", "order_date"):
        new = line.values.get(key)
        if new and getattr(post, key) != new:
            changed.append(key)
            fate.notes.append(_arrow(LABELS[key], getattr(post, key), new))
    return changed


def _arrow(label, old, new) -> str:
    shown = [numeric(v) if hasattr(v, "year") else str(v or "—") for v in (old, new)]
    return f"{label}: {shown[0]} → {shown[1]}."
