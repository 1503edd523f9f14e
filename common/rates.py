"""How often something may be tried: counted in the cache, for doors that strangers can knock on."""

import hashlib
import logging

from django.core.cache import cache

log = logging.getLogger(__name__)


def within(what: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one try of ``what`` by ``who``; false when there were more than ``limit`` of them.

    With a dead cache nobody is shut out: the lock after wrong passwords does not stand on it.
    """
    key = f"tries:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key) <= limit
    except ValueError:  # it ran out between the two
        return True
    except Exception:
        log.exception("The cache does not answer; tries of “%s” are not counted.", what)
        return True
