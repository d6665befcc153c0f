"""The places of a whole thread, worked out anew: after a move, or when they are wrong."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection

from comments.threads import tables
from comments.threads.locking import require_lock
from comments.threads.numbering import places

# Many rows, each to its own place, in one statement: fifty times the speed of bulk_update().
PLACE = """
WITH place (id, tree_id, lft, rght, level) AS (VALUES {places})
UPDATE comments_comment SET tree_id = place.tree_id, lft = place.lft, rght = place.rght, level = place.level
FROM place WHERE comments_comment.id = place.id
"""
AT_ONCE = 500


def renumber(thread: int) -> int:
    """Work out the places of a thread's comments from `parent`, and write those that are
    wrong; how many were. The thread's lock is held, and `thread` of its comments is right."""
    require_lock("renumber")
    columns = ("pk", "parent_id", "tree_id", "lft", "rght", "level", "post_id", "created_at")
    rows = {
        row.pk: row
        for row in tables.comments()
        .filter(thread=thread)
        .order_by("created_at", "pk")
        .values_list(*columns, named=True)
    }
    found = list(places(_parents_first(rows)))
    trees, unused = _trees_of(thread, [place.key for place in found if place.level == 0], rows)
    wrong = []
    for place in found:
        row = rows[place.key]
        right = (trees[place.tree], place.lft, place.rght, place.level)
        if (row.tree_id, row.lft, row.rght, row.level) != right:
            wrong.append((place.key, *right))
    _write(wrong)
    for start in range(0, len(unused), AT_ONCE):
        tables.trees().filter(pk__in=unused[start : start + AT_ONCE]).delete()
    return len(wrong)


def _write(wrong: list[tuple[int, int, int, int, int]]) -> None:
    parts = [wrong[start : start + AT_ONCE] for start in range(0, len(wrong), AT_ONCE)]
    for part in parts:
        # Out of the way first: a tree's old root may still be there when its new one comes.
        old = tables.comments().filter(pk__in=[place[0] for place in part], level=0)
        old.update(level=1, lft=2, rght=3)
    with connection.cursor() as cursor:
        for part in parts:
            # Integers all: a tuple of them in print is a row of VALUES.
            cursor.execute(PLACE.format(places=", ".join(map(str, part))))


def _parents_first(rows: dict[int, Any]) -> list[tuple[int, int | None]]:
    """(key, parent) of one thread's rows, which come oldest first: in thread order."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for row in rows.values():
        below[row.parent_id].append(row.pk)
    ordered: list[tuple[int, int | None]] = []
    stack = list(reversed(below[None]))
    while stack:
        pk = stack.pop()
        ordered.append((pk, rows[pk].parent_id))
        stack.extend(reversed(below.get(pk, ())))
    return ordered


def _trees_of(thread: int, roots: list[int], rows: dict[int, Any]) -> tuple[dict[int, int], list[int]]:
    """The number of each tree, by its root: what it was, if that is one of this thread's.
    And the numbers that no tree needs any more."""
    known = set(tables.trees().filter(head=thread).values_list("pk", flat=True))
    first = _first(roots, rows)
    trees, new = {first: thread}, []
    for root in roots:
        row = rows[root]
        if root in trees:
            continue
        if row.level == 0 and row.tree_id in known:
            known.discard(row.tree_id)
            trees[root] = row.tree_id
        else:
            new.append(root)
    made = tables.trees().bulk_create(
        [
            tables.trees().model(
                post_id=rows[first].post_id, head_id=thread, started_at=rows[root].created_at
            )
            for root in new
        ],
        batch_size=500,
    )
    return trees | {root: tree.pk for root, tree in zip(new, made, strict=True)}, sorted(known)


def _first(roots: list[int], rows: dict[int, Any]) -> int:
    """The thread's first comment: the one that answers nobody."""
    return next(root for root in roots if rows[root].parent_id is None)
