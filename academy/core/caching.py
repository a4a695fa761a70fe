"""A shared cache that may be away: what it would have known is made again, and no page fails for it."""

import logging
import time

from django.core.cache.backends.redis import RedisCache

log = logging.getLogger("relevo.cache")

#: Seconds for which a cache that did not answer is left alone, so that no page waits for it again and again.
REST = 5
CONNECT_WITHIN, ANSWER_WITHIN = 1, 2


class ForgivingRedis(RedisCache):
    """Redis, or nothing. Reading then finds nothing, writing does nothing; ``reach`` tells whether it is there."""

    def __init__(self, server, params):
        options = {"socket_connect_timeout": CONNECT_WITHIN, "socket_timeout": ANSWER_WITHIN}
        super().__init__(server, {**params, "OPTIONS": {**options, **params.get("OPTIONS", {})}})
        self._rests_until = 0.0

    def _try(self, act, otherwise):
        from redis.exceptions import RedisError

        if time.monotonic() < self._rests_until:
            return otherwise
        try:
            return act()
        except (RedisError, OSError) as error:
            self._rests_until = time.monotonic() + REST
            log.warning("The cache is away (%s); going on without it for %d s.", type(error).__name__, REST)
            return otherwise

    def reach(self):
        """Is it there now? Asks, whatever was known."""
        from redis.exceptions import RedisError

        try:
            return bool(self._cache.get_client(None, write=True).ping())
        except (RedisError, OSError):
            return False

    def add(self, key, value, *args, **kwargs):
        return self._try(lambda: super(ForgivingRedis, self).add(key, value, *args, **kwargs), True)

    def get(self, key, default=None, version=None):
        return self._try(lambda: super(ForgivingRedis, self).get(key, default, version), default)

    def set(self, key, value, *args, **kwargs):
        return self._try(lambda: super(ForgivingRedis, self).set(key, value, *args, **kwargs), None)

    def touch(self, key, *args, **kwargs):
        return self._try(lambda: super(ForgivingRedis, self).touch(key, *args, **kwargs), False)

    def delete(self, key, version=None):
        return self._try(lambda: super(ForgivingRedis, self).delete(key, version), False)

    def get_many(self, keys, version=None):
        return self._try(lambda: super(ForgivingRedis, self).get_many(keys, version), {})

    def has_key(self, key, version=None):
        return self._try(lambda: super(ForgivingRedis, self).has_key(key, version), False)

    def incr(self, key, delta=1, version=None):
        return self._try(lambda: super(ForgivingRedis, self).incr(key, delta, version), delta)

    def set_many(self, data, *args, **kwargs):
        return self._try(lambda: super(ForgivingRedis, self).set_many(data, *args, **kwargs), list(data))

    def delete_many(self, keys, version=None):
        return self._try(lambda: super(ForgivingRedis, self).delete_many(keys, version), None)

    def clear(self):
        return self._try(lambda: super(ForgivingRedis, self).clear(), False)
