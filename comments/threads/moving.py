"""A branch moves: below another comment, to the top, to another post."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from blog.models import Post
from comments.threads import tables
from comments.threads.counting import recount, recount_post
from comments.threads.inserting import ParentGone
from comments.threads.locking import ThreadMoved, again, holding, lock
from comments.threads.renumbering import renumber

if TYPE_CHECKING:
    from comments.models import Comment


class Misplaced(Exception):
    """A branch cannot be moved below itself."""


def move(comment: Comment, parent: Comment | None, post: Post | None = None) -> None:
    """Hang a comment, with all below it, under another one, or as a thread of its own
    under `post` (its own post if none is given). Misplaced for its own branch."""
    _move(comment.pk, parent.pk if parent else None, (post or comment.post).pk)
    comment.refresh_from_db()


@again
def _move(pk: int, parent_pk: int | None, post_pk: int) -> None:
    comments, trees = tables.comments(), tables.trees()
    keys = [key for key in (pk, parent_pk) if key]
    where = dict(comments.filter(pk__in=keys).values_list("pk", "thread"))
    if len(where) < len(keys):
        raise ParentGone(keys)
    with lock(*where.values()):
        if dict(comments.filter(pk__in=keys).values_list("pk", "thread")) != where:
            raise ThreadMoved(where)
        source = where[pk]
        branch = _branch(pk, source)
        if parent_pk in branch:
            raise Misplaced(pk)
        first = comments.get(pk=pk)
        if parent_pk:
            target = where[parent_pk]
            post_pk = comments.values_list("post", flat=True).get(pk=parent_pk)
        else:
            target = trees.create(post_id=post_pk, started_at=first.created_at).pk
        with holding(target):
            # Parked where no tree has its root, until they are numbered.
            for start in range(0, len(branch), 500):
                part = branch[start : start + 500]
                comments.filter(pk__in=part).update(
                    thread=target, post=post_pk, tree_id=target, level=1, lft=2, rght=3
                )
            comments.filter(pk=pk).update(parent=parent_pk)
            for thread in sorted({source, target}):
                if comments.filter(thread=thread).exists():
                    renumber(thread)
                else:
                    trees.filter(pk=thread).delete()
            recount({source, target})
            recount_post(first.post_id)


def _branch(pk: int, thread: int) -> list[int]:
    """A comment and all below it, by `parent`."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for child, parent in tables.comments().filter(thread=thread).values_list("pk", "parent"):
        below[parent].append(child)
    branch, stack = [], [pk]
    while stack:
        branch.append(stack.pop())
        stack.extend(below.get(branch[-1], ()))
    return branch
