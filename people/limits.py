"""How much may be tried before the door shuts, besides the lock that axes keeps."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Max, Sum
from django.utils import timezone

from common.caller import address_of
from common.models import JournalEntry

log = logging.getLogger(__name__)

QUARTER = timedelta(minutes=15)
#: Wrong passwords and names from one address before it is shut, whatever the names.
FROM_ONE_ADDRESS = 50
#: Wrong codes after a right password, from whatever address.
WRONG_CODES = 10


def address_is_shut(request) -> bool:
    """Whether too much was tried from this address of late."""
    return counted(f"refused:{address_of(request)}") >= FROM_ONE_ADDRESS


def wrong_codes(user) -> int:
    """How many wrong codes the journal has of this account in the last quarter of an hour.

    What was before somebody opened the lock counts no more.
    """
    return len(_codes([user]).get(user.pk, []))


def _codes(users: Iterable) -> dict[int, list[datetime]]:
    """When wrong codes were given that count now, by account."""
    found: dict[int, list[datetime]] = {}
    users = list(users)
    if not users:
        return found
    kind = ContentType.objects.get_for_model(users[0])
    rows = JournalEntry.objects.filter(
        content_type=kind,
        object_id__in=[user.pk for user in users],
        deed__in=("refuse_code", "open_lock"),
        at__gte=timezone.now() - QUARTER,
    )
    for row in rows.order_by("number"):
        account = row.object_id or 0
        if row.deed == "open_lock":
            found.pop(account, None)
        else:
            found.setdefault(account, []).append(row.at)
    return found


def codes_are_shut(user) -> bool:
    """Whether too many wrong codes were given for this account, wherever they came from."""
    return wrong_codes(user) >= WRONG_CODES


def shut_until(users: Iterable) -> dict[int, datetime]:
    """Until when those of these accounts are shut that are; two questions for any number."""
    users = list(users)
    attempts = AccessAttempt.objects.filter(
        username__in=[user.username for user in users],
        attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME,
    )
    shut = (
        attempts.order_by()
        .values("username", "ip_address")
        .annotate(wrong=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(wrong__gte=settings.AXES_FAILURE_LIMIT)
    )
    until: dict[str, datetime] = {}
    for row in shut:
        opens = row["last"] + settings.AXES_COOLOFF_TIME
        until[row["username"]] = max(opens, until.get(row["username"], opens))
    found = {user.pk: until[user.username] for user in users if user.username in until}
    for pk, times in _codes(users).items():
        if len(times) >= WRONG_CODES:
            opens = times[-WRONG_CODES] + QUARTER
            found[pk] = max(opens, found.get(pk, opens))
    return found


def forget(user) -> None:
    """The wrong passwords of this account count no more, from whatever address they came."""
    AccessAttempt.objects.filter(username=user.username).delete()


def count(key: str, seconds: int) -> int:
    """One more; how often since the first in ``seconds``. With a dead cache nothing is counted."""
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key)
    except ValueError:  # it was forgotten between the two
        return 1
    except Exception:
        log.warning("The cache does not answer; %s is not counted.", key, exc_info=True)
        return 0


def counted(key: str) -> int:
    """How often until now."""
    try:
        return cache.get(key, 0)
    except Exception:
        log.warning("The cache does not answer; %s counts as none.", key, exc_info=True)
        return 0
