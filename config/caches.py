"""Pages kept in Redis, which may be away: then they are made each time, as if it were empty."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Making a page takes less than this: waiting longer for a kept one is no help.
PATIENCE = 0.25
# A Redis that is away costs its patience once in a while, and not for each part of each page.
REST = 10


class PageCache(RedisCache):
    away_until = 0.0  # for all threads of this process

    def __init__(self, server: str, params: dict[str, Any]):
        # Once more and at once, because a connection may be from before Redis was restarted.
        own = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 1),
        }
        super().__init__(server, {**params, "OPTIONS": own | params.get("OPTIONS", {})})

    def get(self, key: str, default: object = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(PageCache, self).get(key, default, version), default)

    def set(
        self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._ask(lambda: super(PageCache, self).set(key, value, timeout, version), None)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        return self._ask(lambda: super(PageCache, self).get_many(keys, version), {})

    def set_many(
        self, data: dict[str, Any], timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[str]:
        return self._ask(lambda: super(PageCache, self).set_many(data, timeout, version), list(data))

    def _ask(self, question: Callable[[], Any], otherwise: object) -> Any:
        if time.monotonic() < PageCache.away_until:
            return otherwise
        try:
            return question()
        except RedisError as error:  # not reached, too slow, full, still loading
            PageCache.away_until = time.monotonic() + REST
            logger.warning("Pages are made without Redis for %s seconds: %s", REST, error)
            return otherwise
