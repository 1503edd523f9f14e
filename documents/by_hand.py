"""Letters for people without e-mail: printed, and handed over by whoever heads their unit.

A head gives to their people only letters about what they may see themselves; the rest, and the
people of units that nobody heads, is for whoever keeps the accounts.
"""

from collections import defaultdict

from celery import shared_task
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.dates import numeric
from common.models import Letter, Todo, deed, record
from common.reach import within_reach
from documents.models.heads import heads_of, led_by
from people.models import Appointment, Person, Unit

TODO = "documents.hand_letters"


def people_waiting():
    """Employees for whom something waits on paper, with the positions they hold."""
    posts = Appointment.objects.on().select_related("position__unit__parent")
    people = Person.objects.employees().filter(pk__in=Letter.objects.for_hands().values("person"))
    return people.prefetch_related(Prefetch("appointments", posts, to_attr="held"))


def reachable(letters, user) -> list[Letter]:
    """Those letters that tell of what this reader may see; one question a kind of record."""
    letters = list(letters)
    if not letters:
        return []
    keys: dict[int, set[int]] = defaultdict(set)
    for letter in letters:
        if letter.entry and letter.entry.content_type_id:
            keys[letter.entry.content_type_id].add(letter.entry.object_id)
    seen: set[tuple[int, int]] = set()
    for kind, pks in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            rows = within_reach(model, user).filter(pk__in=pks).order_by()
            seen |= {(kind, pk) for pk in rows.values_list("pk", flat=True)}
    keeps = user.has_perm("common.view_letters")
    return [
        letter
        for letter in letters
        if (
            (letter.entry.content_type_id, letter.entry.object_id) in seen
            if letter.entry and letter.entry.content_type_id
            else keeps
        )
    ]


def letters_to_hand(user, people=None) -> dict[int, list[Letter]]:
    """What this reader may hand over, by the person it is for, the oldest first."""
    if not user.has_perm("common.view_letters"):
        led = led_by(user)
        people = led if people is None else people.filter(pk__in=led.values("pk"))
    waiting = Letter.objects.for_hands().filter(person__in=Person.objects.employees())
    waiting = waiting.exclude(pk__in=Letter.objects.outdated().values("pk"))
    if people is not None:
        waiting = waiting.filter(person__in=people.values("pk"))
    found: dict[int, list[Letter]] = defaultdict(list)
    waiting = waiting.exclude(person=user.person_id).for_list().order_by("created_at", "pk")
    for letter in reachable(waiting, user):
        found[letter.person_id].append(letter)
    return dict(found)


def hand_over(person, *, by, on, newest: int) -> int:
    """This person was given the printed letters, up to the ``newest`` that stood on the sheet."""
    with deed(by=by):
        Person.objects.select_for_update().get(pk=person.pk)
        mine = letters_to_hand(by, Person.objects.filter(pk=person.pk)).get(person.pk, [])
        given = [letter.pk for letter in mine if letter.pk <= newest]
        if not given:
            raise ValidationError(_("These letters were handed over already, or read meanwhile."))
        written = max(localdate(letter.created_at) for letter in mine if letter.pk <= newest)
        if on > localdate():
            raise ValidationError({"on": _("The day cannot lie in the future.")})
        if on < written:
            words = _("The newest of them was written on %(day)s.")
            raise ValidationError({"on": words % {"day": numeric(written)}})
        count = Letter.hand_over(Letter.objects.filter(pk__in=given), by=by.person, on=on)
        record(person, "hand_over_letters", by=by, letters=count, on=on.isoformat())
        settle()
    return count


def settle() -> None:
    """Bring the to-dos of those who hand over up to what waits now; safe at any time."""
    wanted = _wanted()
    waits = Todo.objects.waiting().filter(kind=TODO)
    for todo in waits:
        if todo.object_id not in wanted or todo.person_id not in wanted[todo.object_id]:
            Todo.objects.filter(pk=todo.pk).done()
    units = Unit.objects.in_bulk(list(wanted))
    heads = Person.objects.in_bulk({pk for people in wanted.values() for pk in people})
    for unit, people in wanted.items():
        Todo.objects.ask([heads[pk] for pk in sorted(people)], TODO, units[unit])


def _wanted() -> dict[int, set[int]]:
    """For each unit, who is to hand over the letters of its people."""
    waiting = [person for person in people_waiting() if person.held]
    heads = {person.pk: _able(heads_of(person.held[0])) for person in waiting}
    able = {head.pk: head for found in heads.values() for head in found}
    keepers = list(_able(Person.objects.holding("people.manage"))) if waiting else []
    gives = {pk: letters_to_hand(head.user) for pk, head in able.items()}
    gives |= {head.pk: letters_to_hand(head.user) for head in keepers if head.pk not in gives}
    wanted: dict[int, set[int]] = defaultdict(set)
    for person in waiting:
        asked = [head for head in heads[person.pk] if person.pk in gives[head.pk]]
        asked = asked or [k for k in keepers if person.pk in gives[k.pk]]
        if asked:
            wanted[person.held[0].position.unit_id] |= {head.pk for head in asked}
    return dict(wanted)


def _able(people):
    """Those of them who can sign in and do it."""
    return people.filter(user__is_active=True).select_related("user")


@shared_task
def ask_heads() -> None:
    """Whoever heads a unit is asked to hand over the letters that reach its people on paper."""
    with deed():
        settle()
