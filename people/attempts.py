"""Refused sign-ins in the journal, within bounds (peers 9, 18).

Nobody outside may make the chain grow at will: what is tried on a shut door is not written again,
one account gives at most so many rows an hour, and unknown names so many for each address.
"""

from datetime import timedelta

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from common.caller import address_of
from common.ciphers import keyed_digest
from common.models import JournalEntry, deed, record
from people.limits import QUARTER, WRONG_CODES, count, wrong_codes
from people.signin import find_user

HOUR = timedelta(hours=1)
#: Rows an hour: of one account, of unknown names from one address, of unknown names at all.
OF_ONE_ACCOUNT, UNKNOWN_HERE, UNKNOWN_AT_ALL = 30, 5, 60


@receiver(user_login_failed)
def note(sender, credentials, request=None, **kwargs):
    """Say in the journal that somebody was refused, and that the door shut."""
    if request is None:
        return
    # The lock comes with a count in the moment it falls; on a door shut before there is none.
    shut = getattr(request, "axes_locked_out", False)
    if shut and getattr(request, "axes_failures_since_start", None) is None:
        return
    count(f"refused:{address_of(request)}", int(QUARTER.total_seconds()))
    user = find_user(credentials.get("username", ""))
    if user is None:
        note_unknown(request, credentials.get("username", ""))
    elif "password" in credentials:
        note_password(request, user, shut)
    else:
        note_code(request, user, shut)


def note_unknown(request, typed: str) -> None:
    """A name nobody has: kept only as a digest, for people type passwords there too."""
    hour = int(HOUR.total_seconds())
    here = count(f"unknown:{address_of(request)}", hour)
    if here <= UNKNOWN_HERE and count("unknown", hour) <= UNKNOWN_AT_ALL:
        shown = keyed_digest("typed-name", typed.strip().casefold())[:16]
        with deed():
            record(None, "refuse_unknown", by=None, typed=shown)


def note_password(request, user, shut: bool) -> None:
    since = timezone.now() - HOUR
    rows = JournalEntry.objects.about(user).filter(
        deed__in=("refuse_password", "lock"), at__gte=since
    )
    if rows[:OF_ONE_ACCOUNT].count() < OF_ONE_ACCOUNT:
        write(request, user, "refuse_password", shut)


def note_code(request, user, shut: bool) -> None:
    write(request, user, "refuse_code", shut or wrong_codes(user) + 1 == WRONG_CODES)


def write(request, user, name: str, shut: bool) -> None:
    """By the one whose session it is; at the door nobody is known yet."""
    by = request.user if getattr(request.user, "pk", None) == user.pk else None
    place = request.resolver_match.view_name if request.resolver_match else ""
    with deed(by=by):
        record(user, name, by=by, place=place)
        if shut:
            record(user, "lock", by=by, place=place)
