"""The one guarded path that writes comment trees.

`parent` is the truth; MPTT's numbers (tree_id, lft, rght, level) and the counters on
trees and posts follow from it, and only while the tree's lock is held. The lock is an
UPDATE of the tree's row as the first statement of the transaction: a real lock on
PostgreSQL and on SQLite alike, and it raises the tree's version on the way.
Order of locks everywhere: trees by ascending number, then posts.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F, Q

from blog.models import Post

if TYPE_CHECKING:
    from comments.models import Comment

STRUCTURE = frozenset(
    {"parent", "parent_id", "tree_id", "lft", "rght", "level", "post", "post_id", "status", "kind"}
)

_held: ContextVar[frozenset[int]] = ContextVar("held_trees", default=frozenset())


class Unguarded(RuntimeError):
    """Code tried to write a thread past this module."""

    def __init__(self, operation: str):
        super().__init__(f"{operation} would write comment trees without their lock: use comments.threads")


class ThreadMoved(Exception):
    """The comment is not, or no longer, where the writer saw it: look again."""


def require_lock(operation: str) -> None:
    if not _held.get():
        raise Unguarded(operation)
