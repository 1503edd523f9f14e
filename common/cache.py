"""The cache of several machines: Redis, without which the site goes on."""

import logging
from time import monotonic

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PAUSE = 5  # seconds in which a cache that did not answer is not asked again


class ForgivingRedisCache(RedisCache):
    """Redis as cache; when it does not answer, everything is as if nothing had been kept."""

    away_until = 0.0

    def _or(self, default, act, *args, **kwargs):
        if monotonic() < ForgivingRedisCache.away_until:
            return default
        try:
            return act(*args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("The cache does not answer: %s", type(error).__name__)
            ForgivingRedisCache.away_until = monotonic() + PAUSE
            return default

    def get(self, key, default=None, version=None):
        return self._or(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self._or({}, super().get_many, keys, version)

    def add(self, *args, **kwargs):
        return self._or(False, super().add, *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._or(None, super().set, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._or(list(data), super().set_many, data, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, super().delete, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._or(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._or(False, super().has_key, *args, **kwargs)

    def clear(self):
        return self._or(False, super().clear)

    def incr(self, key, delta=1, version=None):
        # Who counts is told of a missing number by this error everywhere in Django.
        counted = self._or(None, super().incr, key, delta, version)
        if counted is None:
            raise ValueError(key)
        return counted
