"""Changes of powers: named in the journal, and never such that nobody keeps the accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.models import deed, record

from .organisation import Position, Power
from .person import Appointment, Person
from .substitution import Substitution, powers_moved

KEEPER = "people.manage"
KEPT = (KEEPER, "settings.manage")  # somebody must have them, or nobody could give any power


@contextmanager
def powers_change(person: Person, *, by) -> Iterator[None]:
    """Change appointments inside: the journal names the powers gained and lost (004/7.5.5).

    The last who keeps people and accounts cannot lose that power.
    """
    with deed(by=by), keepers_held():
        before = reach(person)
        yield
        after = reach(person)
        lost = _shorter(after, before)
        if KEEPER in lost:
            check_keeper_stays(person, after_day=after[KEEPER][1] if KEEPER in after else None)
        gained = [code for code in _shorter(before, after) if code not in lost]
        record(person, "change_powers", by=by, gained=gained, lost=lost)
        powers_moved.send(Person)


def reach(person: Person) -> dict[str, tuple[date, date]]:
    """Each power this person has or will have through a position: its first and last day."""
    days: dict[str, tuple[date, date]] = {}
    held = Appointment.objects.filter(Q(until=None) | Q(until__gte=localdate()), person=person)
    for code, since, until in held.exclude(position__powers=None).values_list(
        "position__powers__code", "since", "until"
    ):
        first, last = days.get(code, (date.max, date.min))
        days[code] = (min(first, since), max(last, until or date.max))
    return days


def _shorter(here: dict, there: dict) -> list[str]:
    """The powers that ``here`` are missing, or held on fewer days than ``there``."""
    return sorted(
        code
        for code, (first, last) in there.items()
        if code not in here or here[code][0] > first or here[code][1] < last
    )


@contextmanager
def keepers_held() -> Iterator[None]:
    """Inside a deed: whoever changes who keeps the accounts waits for the other who does."""
    list(Power.objects.select_for_update().filter(code=KEEPER))
    yield


def check_keeper_stays(person: Person, *, after_day: date | None = None) -> None:
    """Refuse what would leave nobody to keep people and accounts: now, or after a last day."""
    active = Person.objects.filter(user__state="active", user__is_active=True)
    if not active.holding(KEEPER, own=True).filter(pk=person.pk).exists() or after_day == date.max:
        return
    day = after_day + timedelta(days=1) if after_day else localdate()
    if not active.holding(KEEPER, day, own=True).exclude(pk=person.pk).exists():
        raise ValidationError(
            _(
                "Nobody else could then manage people and accounts: "
                "give somebody else this power first."
            )
        )


# Powers of a position -----------------------------------------------------------------------


def check_powers(position: Position, *, by, gained: set[str], lost: set[str]) -> None:
    """Inside a deed: nobody raises themselves, and somebody keeps accounts and settings."""
    list(Power.objects.select_for_update().filter(code__in=KEPT).order_by("pk"))
    own = Appointment.objects.on().filter(person=by.person_id)
    above = gained - set(own.values_list("position__powers__code", flat=True))
    if above and _holds(by.person_id, position):
        words = _(
            "You hold this position yourself and do not have what you would give it: "
            "%(powers)s. Somebody else has to."
        )
        raise ValidationError({"powers": words % {"powers": _named(above)}})
    active = Person.objects.filter(user__state="active", user__is_active=True)
    for code in lost & {*KEPT}:
        keeps = Appointment.objects.on().filter(position__powers__code=code, person__in=active)
        if keeps.exists() and not keeps.exclude(position=position).exists():
            words = _("Nobody else could then do this: %(powers)s. Give it to another first.")
            raise ValidationError({"powers": words % {"powers": _named({code})}})


def _holds(person: int, position: Position) -> bool:
    """Whether this person holds the position, or acts in it, today or on a later day."""
    ahead = Q(until=None) | Q(until__gte=localdate())
    acts = Substitution.objects.filter(ahead, acting=person, position=position, ended_at=None)
    posts = Appointment.objects.filter(ahead, person=person, position=position)
    return posts.exists() or acts.exists()


def _named(codes: set[str]) -> str:
    return ", ".join(str(power) for power in Power.objects.filter(code__in=codes))
