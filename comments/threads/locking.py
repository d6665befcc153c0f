"""The lock of a thread, which every write to it holds.

It is an UPDATE of the row of the thread's first tree, as the first statement of the
transaction: a real lock on PostgreSQL and on SQLite alike, and it raises the version on
the way. A new thread has no row yet; its lock is the post's row.
Order of locks everywhere: threads by ascending number, then posts by ascending number.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import F

from comments.threads import tables

# Fields whose change moves a comment in its tree or in the counters.
STRUCTURE = frozenset(
    {
        *("parent", "parent_id", "thread", "thread_id", "tree_id", "lft", "rght", "level"),
        *("post", "post_id", "status", "kind"),
    }
)
ATTEMPTS = 5

P = ParamSpec("P")
R = TypeVar("R")

_held: ContextVar[frozenset[int]] = ContextVar("held_threads", default=frozenset())


class Unguarded(RuntimeError):
    """Code tried to write a thread past comments.threads."""

    def __init__(self, operation: str):
        super().__init__(f"{operation} would write comment trees without their lock: use comments.threads")


class ThreadMoved(Exception):
    """The comment is no longer in the thread whose lock was taken."""


def require_lock(operation: str) -> None:
    if not _held.get():
        raise Unguarded(operation)


@contextmanager
def lock(*threads: int) -> Iterator[None]:
    """Hold these threads, in a transaction that this opens. ThreadMoved if one is gone."""
    with transaction.atomic():
        for thread in sorted(set(threads) - _held.get()):
            if not tables.trees().filter(pk=thread, head=None).update(version=F("version") + 1):
                raise ThreadMoved(thread)
        with holding(*threads):
            yield


@contextmanager
def holding(*threads: int) -> Iterator[None]:
    """Say that these threads are ours: locked, or made by this transaction and seen by no other."""
    token = _held.set(_held.get() | set(threads))
    try:
        yield
    finally:
        _held.reset(token)


def again(write: Callable[P, R]) -> Callable[P, R]:
    """Try again when the thread moved under the writer, or the database chose us as the
    victim of a deadlock; the outermost transaction alone may do so."""

    @wraps(write)
    def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
        attempts = 1 if connection.in_atomic_block else ATTEMPTS
        for left in reversed(range(attempts)):
            try:
                return write(*args, **kwargs)
            except ThreadMoved:
                if not left:
                    raise
            except OperationalError as error:
                if not left or not ("deadlock" in str(error) or "locked" in str(error)):
                    raise
            time.sleep(random.uniform(0.002, 0.02))  # noqa: S311 - two writers, not a secret
        raise AssertionError("unreachable")

    return attempt
