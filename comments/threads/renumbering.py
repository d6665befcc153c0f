"""The places of a whole thread, worked out anew: after a move, or when they are wrong."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from comments.threads import tables
from comments.threads.locking import require_lock
from comments.threads.numbering import places

if TYPE_CHECKING:
    from comments.models import Comment


def renumber(thread: int) -> int:
    """Work out the places of a thread's comments from `parent`, and write those that are
    wrong; how many were. The thread's lock is held, and `thread` of its comments is right."""
    require_lock("renumber")
    rows = {
        row.pk: row
        for row in tables.comments()
        .filter(thread=thread)
        .order_by("created_at", "pk")
        .only("pk", "parent_id", "tree_id", "lft", "rght", "level", "post_id")
    }
    found = list(places(_parents_first(rows)))
    trees = _trees_of(thread, [place.key for place in found if place.level == 0], rows)
    wrong = []
    for place in found:
        row = rows[place.key]
        right = (trees[place.tree], place.lft, place.rght, place.level)
        if (row.tree_id, row.lft, row.rght, row.level) != right:
            row.tree_id, row.lft, row.rght, row.level = right
            wrong.append(row)
    if wrong:
        # Out of the way first: a tree's old root may still be there when its new one comes.
        comments = tables.comments()
        for start in range(0, len(wrong), 500):
            part = [row.pk for row in wrong[start : start + 500]]
            comments.filter(pk__in=part, level=0).update(level=1, lft=2, rght=3)
        comments.bulk_update(wrong, ["tree_id", "lft", "rght", "level"], batch_size=200)
    tables.trees().filter(Q(head=thread), ~Q(pk__in=trees.values())).delete()
    return len(wrong)


def _parents_first(rows: dict[int, Comment]) -> list[tuple[int, int | None]]:
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


def _trees_of(thread: int, roots: list[int], rows: dict[int, Comment]) -> dict[int, int]:
    """The number of each tree, by its root: what it was, if that is one of this thread's."""
    head = tables.trees().get(pk=thread)
    known = set(tables.trees().filter(head=thread).values_list("pk", flat=True))
    trees = {_first(roots, rows): thread}
    for root in roots:
        if root in trees:
            continue
        tree = rows[root].tree_id
        if rows[root].level != 0 or tree not in known:
            tree = tables.trees().create(post_id=head.post_id, head=head, started_at=rows[root].created_at).pk
        known.discard(tree)
        trees[root] = tree
    return trees


def _first(roots: list[int], rows: dict[int, Comment]) -> int:
    """The thread's first comment: the one that answers nobody."""
    return next(root for root in roots if rows[root].parent_id is None)
