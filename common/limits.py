"""How often something may be done in a while, counted in the cache by all processes together."""

import hashlib
import time

from django.core.cache import cache


def allowed(key: str, *, times: int, seconds: int) -> bool:
    """Whether ``key`` may once more, having done so less than ``times`` in these ``seconds``.

    With the cache away everything is allowed: it may slow a guesser, never stop the agency. The
    lock after wrong passwords is counted in the database and holds all the same.
    """
    window = int(time.time()) // seconds
    name = f"limit:{hashlib.sha256(key.encode()).hexdigest()[:32]}:{window}"
    cache.add(name, 0, timeout=seconds + 5)
    try:
        return cache.incr(name) <= times
    except ValueError:
        return True
