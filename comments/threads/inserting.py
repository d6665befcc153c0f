"""One new comment, at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from blog.models import Post
from comments.threads import tables
from comments.threads.counting import count, number_shown
from comments.threads.locking import ThreadMoved, again, holding, lock
from comments.threads.numbering import FULL

if TYPE_CHECKING:
    from comments.models import Comment

Check = Callable[["Comment"], None]


class ParentGone(Exception):
    """The comment to answer does not exist, or not for this reader."""


def insert(comment: Comment, check: Check | None = None, after: Check | None = None) -> None:
    """Write a new comment at its place. `check` may refuse it by an exception: it runs
    under the lock, when the parent is fresh and no other comment can slip in. `after` writes
    what belongs to it, once it has a key: both or neither are there in the end."""
    if comment.parent_id is None:
        _insert_root(comment, check, after)
    else:
        _insert_reply(comment, check, after)


def edit(comment: Comment, fields: list[str]) -> None:
    """Save words, not places: no lock is needed, but the post's pages are others now."""
    with transaction.atomic():
        comment.save(update_fields=fields)
        Post.objects.filter(pk=comment.post_id).touch()


@again
def _insert_root(comment: Comment, check: Check | None, after: Check | None) -> None:
    with transaction.atomic():
        # The post's row is the lock. What is counted too early goes again if the check refuses.
        Post.objects.filter(pk=comment.post_id).update(
            version=F("version") + 1, comment_count=F("comment_count") + int(comment.is_shown)
        )
        if check:
            check(comment)
        tree = tables.trees().create(
            post_id=comment.post_id, started_at=comment.created_at, total=1, visible=int(comment.is_shown)
        )
        _save_as_root(comment, tree.pk, tree.pk)
        if comment.is_shown:
            number_shown([comment], comment.post_id)
        if after:
            after(comment)


@again
def _insert_reply(comment: Comment, check: Check | None, after: Check | None) -> None:
    comments = tables.comments()
    thread = comments.filter(pk=comment.parent_id).values_list("thread", flat=True).first()
    if thread is None:
        raise ParentGone(comment.parent_id)
    with lock(thread):
        parent = comments.select_related("thread").filter(pk=comment.parent_id).first()
        if parent is None:
            raise ParentGone(comment.parent_id)
        if parent.thread_id != thread:
            raise ThreadMoved(thread)
        if parent.post_id != comment.post_id:
            raise ParentGone(comment.parent_id)
        comment.parent, comment.thread_id = parent, thread
        # A second attempt starts from a clean sheet.
        comment.tree_id = comment.lft = comment.rght = comment.level = None
        if check:
            check(comment)
        if _is_full(parent):
            tree = tables.trees().create(
                post_id=comment.post_id, head_id=thread, started_at=comment.created_at
            )
            _save_as_root(comment, tree.pk, thread)
        else:
            # Not left to save(), which would ask once more where the parent is.
            comment.insert_at(parent, "last-child", refresh_target=False)
            comment.save(force_insert=True)
        count(thread, comment.post_id, total=1, shown=int(comment.is_shown))
        if comment.is_shown:
            number_shown([comment], comment.post_id)
        if after:
            after(comment)


def _save_as_root(comment: Comment, tree: int, thread: int) -> None:
    # Places set before the insert are left alone by MPTT, which would otherwise take the
    # highest number of all trees plus one, and so would its neighbour.
    comment.thread_id, comment.tree_id = thread, tree
    comment.lft, comment.rght, comment.level = 1, 2, 0
    with holding(thread):
        comment.save(force_insert=True)


def _is_full(comment: Comment) -> bool:
    """No more replies fit into its tree."""
    if comment.thread.total < FULL:
        return False
    edge = tables.comments().filter(tree_id=comment.tree_id, level=0).values_list("rght", flat=True).get()
    return edge >= 2 * FULL
