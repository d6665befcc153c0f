"""A branch moves: below another comment, to the top, to another post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from blog.models import Post
from comments.threads import tables
from comments.threads.counting import recount
from comments.threads.inserting import ParentGone
from comments.threads.locking import ThreadMoved, again, holding, lock
from comments.threads.renumbering import renumber

if TYPE_CHECKING:
    from comments.models import Comment


Check = Callable[["Comment"], None]


class Misplaced(Exception):
    """A branch cannot be moved below itself."""


def move(
    comment: Comment, parent: Comment | None, post: Post | None = None, check: Check | None = None
) -> None:
    """Hang a comment, with all below it, under another one, or as a thread of its own
    under `post` (its own post if none is given). Misplaced for its own branch. `check` may
    refuse it by an exception: it gets the comment as it is under the lock, before it moves."""
    _move(comment.pk, parent.pk if parent else None, post.pk if post else None, check)
    comment.refresh_from_db()


@again
def _move(pk: int, parent_pk: int | None, post_pk: int | None, check: Check | None) -> None:
    comments, trees = tables.comments(), tables.trees()
    keys = {key for key in (pk, parent_pk) if key}
    where = dict(comments.filter(pk__in=keys).values_list("pk", "thread"))
    if len(where) < len(keys):
        raise ParentGone(keys - where.keys())
    with lock(*where.values()):
        if dict(comments.filter(pk__in=keys).values_list("pk", "thread")) != where:
            raise ThreadMoved(where)
        first = comments.select_related("post").get(pk=pk)
        branch = _branch(pk, first.thread_id)
        if parent_pk in branch:
            raise Misplaced(pk)
        if check:
            check(first)
        if parent_pk:
            target = where[parent_pk]
            post_pk = comments.values_list("post", flat=True).get(pk=parent_pk)
        else:
            post_pk = post_pk or first.post_id
        if (first.parent_id, first.post_id) == (parent_pk, post_pk):
            return
        if not parent_pk:
            target = trees.create(post_id=post_pk, started_at=first.created_at).pk
        with holding(target):
            _hang(branch, parent_pk, target, post_pk)
            for thread in sorted({first.thread_id, target}):
                if comments.filter(thread=thread).exists():
                    renumber(thread)
                else:
                    trees.filter(pk=thread).delete()
            recount({first.thread_id, target}, {first.post_id, post_pk})


def _hang(branch: list[int], parent: int | None, thread: int, post: int) -> None:
    """Parked where no tree has its root, until they are numbered."""
    comments = tables.comments()
    for start in range(0, len(branch), 500):
        part = branch[start : start + 500]
        comments.filter(pk__in=part).update(thread=thread, post=post, tree_id=thread, level=1, lft=2, rght=3)
    comments.filter(pk=branch[0]).update(parent=parent)


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
