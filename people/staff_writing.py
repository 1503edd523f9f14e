"""Bringing in a list of staff: all of its rows or none, in batches, as one deed."""

from django.utils import timezone

from common.importing import CHANGE, NEW, Fate, NotImportable, Plan, PlanChanged
from common.models import deed, record
from common.models.journal import fact_of
from common.sheets import read_sheet

from .models import Appointment, Person, StaffImport, User
from .staff import OWN, plan_of
from .staff_fields import FIELDS

BATCH = 500
REASON = "import_list"


def plan_for(found: StaffImport) -> Plan:
    """What would become of each row of an uploaded list now."""
    return plan_of(read_sheet(found.read(), FIELDS))


def carry_out(found: StaffImport, *, by, seen: str, by_letter: bool) -> Plan | None:
    """Bring the list in as it was shown; nothing if it was brought in before.

    ``seen`` is the digest of the plan that was shown: if the rows would now fare otherwise,
    nothing is written. ``by_letter``: the owners of new accounts are invited at once.
    """
    with deed(by=by):
        found = StaffImport.objects.select_for_update().get(pk=found.pk)
        if found.state != StaffImport.State.PREVIEW:
            return None
        plan = plan_for(found)
        if plan.digest != seen:
            raise PlanChanged
        if not plan.is_good:
            raise NotImportable
        new = [fate for fate in plan.fates if fate.kind == NEW]
        changed = [fate for fate in plan.fates if fate.kind == CHANGE]
        users = [*_add(new, by), *(user for fate in changed if (user := _change(fate, by)))]
        sent = _open(users, by, by_letter=by_letter)
        found.state, found.ended_at = StaffImport.State.DONE, timezone.now()
        found.done = found.total = len(plan.fates)
        found.counts = dict(plan.counts)
        sha256, found.blob = found.blob and found.blob.sha256, None
        found.save()
        told = dict(plan.counts) | {"accounts": len(users), "letters": sent}
        record(found, REASON, by=by, sha256=sha256, **told)
    return plan


def _add(fates: list[Fate], by) -> list[User]:
    people, posts, users = [], [], []
    for fate in fates:
        _nobody, values, position, line = fate.thing
        person = Person(**{key: values[key] for key in OWN})
        person.language = person.language or "ky"
        person.fold_columns()
        people.append(person)
        posts.append(_post(person, position, line))
        users.append(_user(person, values["login"]) if values["login"] else None)
    persons_kept = _keep(Person, people, by)
    for n, person in enumerate(people):  # their keys are known only now
        posts[n].person = person
        if account := users[n]:
            account.person = person
    posts_kept = _keep(Appointment, posts, by)
    opened = User.objects.bulk_create([user for user in users if user], batch_size=BATCH)
    for n, person in enumerate(people):
        history = [persons_kept[n], posts_kept[n]]
        record(person, "create", by=by, history=history, positions=[posts[n].position.code])
    return opened


def _keep(model, rows: list, by) -> list[list]:
    """The rows written in batches with their field history; what the journal says of the latter."""
    model.objects.bulk_create(rows, batch_size=BATCH)
    kept = model.history.bulk_history_create(
        rows, batch_size=BATCH, default_user=by, default_change_reason=REASON
    )
    return [fact_of(row) for row in kept]


def _change(fate: Fate, by) -> User | None:
    person, values, position, line, post = fate.thing
    changed = [key for key in OWN if values[key] and getattr(person, key) != values[key]]
    if changed:
        for key in changed:
            setattr(person, key, values[key])
        person._change_reason = REASON
        person.save()
    positions = []
    if post is None:
        _post(person, position, line).save()
        positions = [position.code]
    else:
        news = {k: line.values.get(k) for k in ("since", "order_number", "order_date")}
        news = {k: new for k, new in news.items() if new and getattr(post, k) != new}
        for key, new in news.items():
            setattr(post, key, new)
        if news:
            post._change_reason = REASON
            post.save()
            changed += news
    record(person, "change", by=by, fields=changed, positions=positions)
    if not values["login"] or User.objects.filter(person=person).exists():
        return None
    user = _user(person, values["login"])
    user.save()
    return user


def _open(users: list[User], by, *, by_letter: bool) -> int:
    """The journal says of each account that it is there; how many were invited by letter.

    Who has no address gets an invitation on paper later.
    """
    sent = 0
    for user in users:
        record(user, "open_account", by=by)
        if by_letter and user.email:
            user.invite(by=by, by_letter=True)
            sent += 1
    return sent


def _post(person: Person, position, line) -> Appointment:
    return Appointment(
        person=person,
        position=position,
        since=line.values["since"],
        order_number=line.text("order_number"),
        order_date=line.values.get("order_date") or None,
    )


def _user(person: Person, login: str) -> User:
    """An account that nobody can sign in to before its owner has followed an invitation."""
    user = User(username=login, person=person, state=User.State.INVITED)
    user.set_unusable_password()
    return user
