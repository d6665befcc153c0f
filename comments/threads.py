"""The one guarded path that writes comment trees.

`parent` is the truth; MPTT's numbers (tree_id, lft, rght, level) and the counters on
trees and posts follow from it, and only while the tree's lock is held. The lock is an
UPDATE of the tree's row as the first statement of the transaction: a real lock on
PostgreSQL and on SQLite alike, and it raises the tree's version on the way.
A new thread has no tree yet; its lock is the post's row.
Order of locks everywhere: trees by ascending number, then posts by ascending number.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import Count, F, Q, Sum

from blog.models import Post

if TYPE_CHECKING:
    from comments.models import Comment

# Fields whose change moves a comment in its tree or in the counters.
STRUCTURE = frozenset(
    {"parent", "parent_id", "tree_id", "lft", "rght", "level", "post", "post_id", "status", "kind"}
)
# Taken off the page by a moderator; `restore` knows the way back.
GONE = frozenset({"spam", "trash"})
ATTEMPTS = 5

P = ParamSpec("P")
R = TypeVar("R")
Check = Callable[["Comment"], None]

_held: ContextVar[frozenset[int]] = ContextVar("held_trees", default=frozenset())


class Unguarded(RuntimeError):
    """Code tried to write a thread past this module."""

    def __init__(self, operation: str):
        super().__init__(f"{operation} would write comment trees without their lock: use comments.threads")


class ThreadMoved(Exception):
    """The comment is no longer in the tree whose lock was taken."""


class ParentGone(Exception):
    """The comment to answer does not exist, or not for this reader."""


class HasReplies(Exception):
    """Other people's replies hang on the comment, so it cannot be deleted."""


def require_lock(operation: str) -> None:
    if not _held.get():
        raise Unguarded(operation)


def insert(comment: Comment, check: Check | None = None) -> None:
    """Write a new comment at its place. `check` may refuse it by an exception: it runs
    under the lock, when the parent is fresh and no other comment can slip in."""
    if comment.parent_id is None:
        _insert_root(comment, check)
    else:
        _insert_reply(comment, check)


def insert_many(post: Post, comments: list[Comment]) -> None:
    """Write a whole conversation at once, as an import does: unsaved comments, each with
    `parent` set to None, to another of the list, or to a saved comment of this post."""
    new = {id(comment) for comment in comments}
    below: dict[int, list[Comment]] = defaultdict(list)
    roots, late = [], []
    for comment in sorted(comments, key=lambda comment: comment.created_at):
        if comment.parent is None:
            roots.append(comment)
        elif id(comment.parent) in new:
            below[id(comment.parent)].append(comment)
        else:
            late.append(comment)
    with lock(*{comment.parent.tree_id for comment in late}):
        # Replies to what stands already come one by one, with all that hangs on them.
        while late:
            comment = late.pop(0)
            comment.parent_id = comment.parent.pk
            insert(comment)
            late.extend(below.pop(id(comment), []))
        if roots:
            _insert_trees(post, roots, below)


def edit(comment: Comment, fields: list[str]) -> None:
    """Save words, not places: no lock is needed, but the post's pages are others now."""
    with transaction.atomic():
        comment.save(update_fields=fields)
        Post.objects.filter(pk=comment.post_id).touch()


def change_status(comments: Iterable[Comment], status: str) -> list[int]:
    """Give comments a status; the keys of those that changed. They are looked up again
    under the locks."""

    def change(comment: Comment) -> bool:
        if comment.status == status:
            return False
        if status not in GONE:
            comment.status_before = ""
        elif comment.status not in GONE:
            comment.status_before = comment.status
        comment.status = status
        return True

    return _change_status({comment.pk: comment for comment in comments}, change)


def restore(comments: Iterable[Comment]) -> list[int]:
    """Take comments out of spam or trash, back to what they were; the keys of those changed."""

    def change(comment: Comment) -> bool:
        if comment.status not in GONE:
            return False
        comment.status, comment.status_before = comment.status_before or "pending", ""
        return True

    return _change_status({comment.pk: comment for comment in comments}, change)


def remove(comment: Comment) -> None:
    """Delete a comment for good. One with replies stays: HasReplies."""
    _remove(comment.pk)


def recount(tree_ids: Iterable[int]) -> None:
    """Bring the counters of trees, and of the posts they are under, to what is there.
    The trees' locks are held."""
    require_lock("recount")
    trees = _model("CommentTree").objects.filter(pk__in=tree_ids)
    counts = {
        tree_id: (total, shown)
        for tree_id, total, shown in _model("Comment")
        .objects.filter(tree_id__in=tree_ids)
        .order_by()
        .values_list("tree_id")
        .annotate(total=Count("pk"), shown=Count("pk", filter=Q(status="approved", kind="comment")))
    }
    for tree in trees:
        total, shown = counts.get(tree.pk, (0, 0))
        trees.filter(pk=tree.pk).update(total=total, visible=shown)
    for post_id in sorted({tree.post_id for tree in trees}):
        recount_post(post_id)


def recount_post(post_id: int) -> None:
    # The row first, so that no other writer's sum is older than the one we see.
    Post.objects.filter(pk=post_id).touch()
    shown = _model("CommentTree").objects.filter(post_id=post_id).aggregate(n=Sum("visible"))["n"] or 0
    Post.objects.filter(pk=post_id).update(comment_count=shown)


@contextmanager
def lock(*tree_ids: int) -> Iterator[None]:
    """Hold the trees, in a transaction that this opens. ThreadMoved if one is gone."""
    with transaction.atomic():
        for tree_id in sorted(set(tree_ids)):
            if not _model("CommentTree").objects.filter(pk=tree_id).update(version=F("version") + 1):
                raise ThreadMoved(tree_id)
        with _holding(*tree_ids):
            yield


@contextmanager
def _holding(*tree_ids: int) -> Iterator[None]:
    token = _held.set(_held.get() | set(tree_ids))
    try:
        yield
    finally:
        _held.reset(token)


def _again(write: Callable[P, R]) -> Callable[P, R]:
    """Try again when the thread moved under the writer or the database chose us as the
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


@_again
def _insert_root(comment: Comment, check: Check | None) -> None:
    with transaction.atomic():
        Post.objects.filter(pk=comment.post_id).touch()
        if check:
            check(comment)
        tree = _model("CommentTree").objects.create(
            post_id=comment.post_id, started_at=comment.created_at, total=1, visible=int(comment.is_shown)
        )
        # Places set before the insert are left alone by MPTT, which would otherwise
        # take the highest number of all trees plus one, and so would its neighbour.
        comment.tree_id, comment.lft, comment.rght, comment.level = tree.pk, 1, 2, 0
        with _holding(tree.pk):
            comment.save(force_insert=True)
        if comment.is_shown:
            Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") + 1)


@_again
def _insert_reply(comment: Comment, check: Check | None) -> None:
    comments = _model("Comment").objects
    tree_id = comments.filter(pk=comment.parent_id).values_list("tree_id", flat=True).first()
    if tree_id is None:
        raise ParentGone(comment.parent_id)
    with lock(tree_id):
        parent = comments.filter(pk=comment.parent_id).first()
        if parent is None:
            raise ParentGone(comment.parent_id)
        if parent.tree_id != tree_id:
            raise ThreadMoved(tree_id)
        if parent.post_id != comment.post_id:
            raise ParentGone(comment.parent_id)
        comment.parent = parent
        # A second attempt starts from a clean sheet.
        comment.tree_id = comment.lft = comment.rght = comment.level = None
        if check:
            check(comment)
        comment.save(force_insert=True)
        shown = int(comment.is_shown)
        _model("CommentTree").objects.filter(pk=tree_id).update(
            total=F("total") + 1, visible=F("visible") + shown
        )
        Post.objects.filter(pk=comment.post_id).update(
            version=F("version") + 1, comment_count=F("comment_count") + shown
        )


def _insert_trees(post: Post, roots: list[Comment], below: dict[int, list[Comment]]) -> None:
    """Number whole trees in memory and write them level by level, parents first."""
    conversations = [_number(root, below) for root in roots]
    trees = _model("CommentTree").objects.bulk_create(
        _model("CommentTree")(
            post=post,
            started_at=members[0].created_at,
            total=len(members),
            visible=sum(member.is_shown for member in members),
        )
        for members in conversations
    )
    levels: dict[int, list[Comment]] = defaultdict(list)
    for tree, members in zip(trees, conversations, strict=True):
        for member in members:
            member.tree_id = tree.pk
            levels[member.level].append(member)
    with _holding(*(tree.pk for tree in trees)):
        for level in sorted(levels):
            for comment in levels[level]:
                comment.parent_id = comment.parent.pk if comment.parent else None
            _model("Comment").objects.bulk_create(levels[level], batch_size=500)
    recount_post(post.pk)


def _number(root: Comment, below: dict[int, list[Comment]]) -> list[Comment]:
    """Set MPTT's numbers but the tree's on a root and all below it, without recursion:
    threads may be deeper than Python's stack. Returns them in thread order."""
    members: list[Comment] = []
    edge = 0
    stack = [(root, 0, False)]
    while stack:
        comment, level, leaving = stack.pop()
        edge += 1
        if leaving:
            comment.rght = edge
            continue
        comment.level, comment.lft = level, edge
        members.append(comment)
        stack.append((comment, level, True))
        stack.extend((child, level + 1, False) for child in reversed(below.get(id(comment), [])))
    return members


@_again
def _change_status(given: dict[int, Comment], change: Callable[[Comment], bool]) -> list[int]:
    comments = _model("Comment").objects
    tree_ids = set(comments.filter(pk__in=given).values_list("tree_id", flat=True))
    with lock(*tree_ids):
        fresh = list(comments.filter(pk__in=given).only("pk", "tree_id", "status", "status_before"))
        if not tree_ids >= {comment.tree_id for comment in fresh}:
            raise ThreadMoved
        changed = [comment for comment in fresh if change(comment)]
        for comment in changed:
            comments.filter(pk=comment.pk).update(status=comment.status, status_before=comment.status_before)
        recount({comment.tree_id for comment in changed})
    for comment in fresh:
        given[comment.pk].status, given[comment.pk].status_before = comment.status, comment.status_before
    return [comment.pk for comment in changed]


@_again
def _remove(pk: int) -> None:
    comments = _model("Comment").objects
    comment = comments.filter(pk=pk).first()
    if comment is None:
        return
    tree_id = comment.tree_id
    with lock(tree_id):
        # Two moderators at once: MPTT would close the gap twice for a stale instance.
        comment = comments.filter(pk=pk).first()
        if comment is None:
            return
        if comment.tree_id != tree_id:
            raise ThreadMoved(tree_id)
        if comment.children.exists():
            raise HasReplies(pk)
        comment.delete()
        if comment.level == 0:
            _model("CommentTree").objects.filter(pk=tree_id).delete()
            recount_post(comment.post_id)
        else:
            recount([tree_id])


def _model(name: str) -> Any:
    return apps.get_model("comments", name)
