"""How much may be tried before the door shuts, besides the lock that axes keeps."""

import logging
from datetime import timedelta

from django.core.cache import cache
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
    """How many wrong codes the journal has of this account in the last quarter of an hour."""
    since = timezone.now() - QUARTER
    return JournalEntry.objects.about(user).filter(deed="refuse_code", at__gte=since).count()


def codes_are_shut(user) -> bool:
    """Whether too many wrong codes were given for this account, wherever they came from."""
    return wrong_codes(user) >= WRONG_CODES


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
