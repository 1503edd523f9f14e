"""What duties open beside documents: the list of accounts, briefing of newcomers, the backup."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.caller import SYSTEM
from common.models import Check, Todo
from documents.models import Document, Reading
from people.models import AccountReview, Person
from people.models.review import TODO as CONFIRM
from people.models.review import quarter_of
from planning.asked_already import waiting
from planning.openers import Opener, Settled, register

# The list of accounts of the quarter ------------------------------------------------------------


def _list_of(duty) -> AccountReview | None:
    """The list of the quarter in which the duty is due."""
    quarter = quarter_of(duty.due)
    return AccountReview.objects.filter(year=duty.due.year, quarter=quarter).first()


def take_list(duty) -> AccountReview | None:
    """The list of this quarter, taken now unless it was taken already (ISO 27001, A.5.18)."""
    today = localdate()
    if (today.year, quarter_of(today)) == (duty.due.year, quarter_of(duty.due)):
        AccountReview.begin(by=SYSTEM)
    return _list_of(duty)


def list_settled(duty) -> Settled | None:
    """The list was confirmed."""
    found = _list_of(duty)
    if found is None or found.state != AccountReview.State.CONFIRMED:
        return None
    return Settled(localdate(found.confirmed_at), found)


def list_asks(duties: Sequence[Any]) -> dict[int, set[int]]:
    """Who is asked to confirm the list is not asked by the duty too."""
    todos = Todo.objects.waiting().filter(kind=CONFIRM)
    people = set(todos.values_list("person_id", flat=True))
    return {duty.pk: people for duty in duties}


def no_list(duty) -> bool:
    """The quarter is over and none was taken."""
    return _list_of(duty) is None and quarter_of(localdate()) != quarter_of(duty.due)


def list_says(duty, user) -> str:
    """That there is none for a quarter that is over."""
    if no_list(duty):
        return _("No list was taken in that quarter.")
    return ""


def list_at(duty) -> str:
    """The list, or all of them."""
    found = _list_of(duty)
    return found.get_absolute_url() if found else reverse("people:reviews")


register(
    Opener(
        "people.account_review",
        gettext_lazy("List of accounts and powers"),
        take_list,
        list_settled,
        list_at,
        list_asks,
        list_says,
        no_list,
    )
)


# Newcomers ------------------------------------------------------------------------------------


def _readings_before_start(duty):
    """What the newcomer is to read before the first day of work, of this beginning."""
    return Reading.objects.filter(person=duty.subject_id, start_on=duty.base)


def newcomer_settled(duty) -> Settled | None:
    """All of it was read, or waived."""
    rows = list(_readings_before_start(duty).values_list("read_at", "waived_at"))
    if not rows or not all(read or waived for read, waived in rows):
        return None
    return Settled(max(localdate(read or waived) for read, waived in rows), duty.subject)


def newcomer_asks(duties: Sequence[Any]) -> dict[int, set[int]]:
    """Who is asked to acquaint the newcomer is not asked by the duty too."""
    keys = [duty.subject_id for duty in duties if duty.subject_id]
    found = waiting(Person, keys, "documents.acquaint")
    return {duty.pk: found[duty.subject_id] for duty in duties}


def nothing_to_read(duty) -> bool:
    """There is nothing to read before the first day."""
    return not _readings_before_start(duty).exists()


def newcomer_says(duty, user) -> str:
    """What is still to be read, of what the reader may know of."""
    owed = _readings_before_start(duty).open().values("version__document")
    codes = Document.objects.visible_to(user).filter(pk__in=owed).order_by("code")
    if told := ", ".join(codes.values_list("code", flat=True)):
        return _("Still to be read before the first day: %(codes)s.") % {"codes": told}
    return ""


def newcomer_at(duty) -> str:
    """Where the newcomer is acquainted."""
    return reverse("documents:acquaint", args=[duty.subject_id]) if duty.subject_id else ""


register(
    Opener(
        "people.induction",
        gettext_lazy("Acquaintance of a newcomer"),
        lambda duty: duty.subject,
        newcomer_settled,
        newcomer_at,
        newcomer_asks,
        newcomer_says,
        nothing_to_read,
    )
)


# The backup -----------------------------------------------------------------------------------


def backup_settled(duty) -> Settled | None:
    """A good backup of that day, or the next one after it (004/7.5.5; C-45)."""
    good = Check.objects.filter(
        kind="backup", is_good=True, started_at__date__gte=duty.starts, ended_at__isnull=False
    )
    first = good.order_by("started_at").first()
    return Settled(localdate(first.started_at), first) if first else None


def backup_says(duty, user) -> str:
    """That it closes by itself."""
    return _("It closes by itself once a backup of that day has ended well.")


register(
    Opener(
        "common.backup",
        gettext_lazy("Backup"),
        settled=backup_settled,
        address=lambda duty: reverse("installation"),
        says=backup_says,
    )
)
